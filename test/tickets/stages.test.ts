import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { STATUSES } from '#src/db/ticket-schema.ts'
import { columnsOfMove } from '#src/tickets/move.ts'
import type { TicketRow } from '#src/tickets/queries.ts'
import { readStageMap, stageFor, statusOf } from '#src/tickets/stages.ts'

const STAGES = [
  { stageId: 'C19:NEW', outcome: 'open' },
  { stageId: 'C19:PREPARATION', outcome: 'open' },
  { stageId: 'C19:UC_WAIT', outcome: 'open' },
  { stageId: 'C19:EXECUTING', outcome: 'open' },
  { stageId: 'C19:WON', outcome: 'won' },
  { stageId: 'C19:LOSE', outcome: 'lost' },
] as const
const MAP = readStageMap(fileURLToPath(import.meta.resolve('../../crm.stages.json')))
const described = { map: MAP, pipelineId: 19, stages: STAGES }
const undescribed = { ...described, map: {} }
const NOW = new Date('2026-01-20T12:00:00Z')

describe('D-06: where a status stands in the CRM', () => {
  test('as it is described', () => {
    expect(Object.fromEntries(STATUSES.map((status) => [status, stageFor(described, status)]))).toEqual({
      open: 'C19:NEW',
      in_progress: 'C19:PREPARATION',
      waiting_for_user: 'C19:UC_WAIT',
      on_hold: null,
      resolved: null,
      closed: 'C19:WON',
    })
    expect(stageFor(described, 'closed', 'failed')).toBe('C19:LOSE')
  })

  test('of a pipeline that nobody described, by what the CRM says of outcomes', () => {
    expect(Object.fromEntries(STATUSES.map((status) => [status, stageFor(undescribed, status)]))).toEqual({
      open: 'C19:NEW',
      in_progress: 'C19:PREPARATION',
      waiting_for_user: null,
      on_hold: null,
      resolved: null,
      closed: 'C19:WON',
    })
    expect(stageFor(undescribed, 'closed', 'failed')).toBe('C19:LOSE')
    expect(stageFor({ ...undescribed, stages: [] }, 'closed')).toBeNull()
  })
})

describe('D-06: what a stage means', () => {
  test('there and back is the same status, where there is a stage', () => {
    for (const place of [described, undescribed]) {
      for (const status of STATUSES) {
        const stageId = stageFor(place, status)
        if (stageId !== null) expect(statusOf(place, stageId)).toEqual({ status, closeReason: null })
      }
      expect(statusOf(place, 'C19:LOSE')).toEqual({ status: 'closed', closeReason: 'failed' })
    }
  })

  test('a stage in between is work in progress, and one that nobody knows too', () => {
    expect(statusOf(described, 'C19:EXECUTING').status).toBe('in_progress')
    expect(statusOf(described, 'C19:UNKNOWN').status).toBe('in_progress')
  })
})

describe('a move', () => {
  // Nothing else of a row is looked at.
  const row = (status: string, stageId: string) =>
    ({ status, stageId, pipelineId: 19, reopenCount: 0, resolvedAt: null, closedAt: null }) as TicketRow

  test('goes to the stage of the status', () => {
    expect(columnsOfMove(described, row('open', 'C19:NEW'), 'waiting_for_user', NOW)).toEqual({
      status: 'waiting_for_user',
      stageId: 'C19:UC_WAIT',
    })
    expect(columnsOfMove(described, row('open', 'C19:NEW'), 'closed', NOW, 'failed')).toMatchObject({
      closeReason: 'failed',
      stageId: 'C19:LOSE',
    })
  })

  test('stays in a stage that means it already, and where there is none for it', () => {
    const executing = row('on_hold', 'C19:EXECUTING')
    expect(columnsOfMove(described, executing, 'in_progress', NOW)).toMatchObject({
      stageId: 'C19:EXECUTING',
    })
    expect(columnsOfMove(described, executing, 'resolved', NOW)).toMatchObject({ stageId: 'C19:EXECUTING' })
  })

  test('closed as failed is another stage than closed', () => {
    const lost = { ...row('resolved', 'C19:LOSE'), resolvedAt: NOW }
    expect(columnsOfMove(described, lost, 'closed', NOW)).toMatchObject({ stageId: 'C19:WON' })
    expect(columnsOfMove(described, lost, 'closed', NOW, 'failed')).toMatchObject({ stageId: 'C19:LOSE' })
  })
})

test('a stage map that is wrong stops the start with a sentence', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-stages-'))
  const file = path.join(folder, 'crm.stages.json')
  for (const [text, why] of [
    ['{', /JSON/],
    ['{"19": {"done": "C19:WON"}}', /done/],
    ['{"nineteen": {}}', /nineteen/],
    ['{"19": {"open": ""}}', /open/],
  ] as const) {
    fs.writeFileSync(file, text)
    expect(() => readStageMap(file), text).toThrow(why)
  }
  expect(() => readStageMap(path.join(folder, 'nothing.json'))).toThrow(/nothing\.json/)
  fs.rmSync(folder, { recursive: true })
})
