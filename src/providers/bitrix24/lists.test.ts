import { expect, test } from 'vitest'
import type { ActivityId, DealId } from '#src/ids.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { changeVerbs } from './changes.ts'
import { dealVerbs } from './deals.ts'
import type { Session } from './session.ts'
import { timelineVerbs } from './timeline.ts'

/** Portals that are not as the sandbox is: they hide what we may not read, or do not understand a filter. */

const CALLING = { priority: 'background' } as const
const GONE = new CrmError('rejected', 'not-found', 'not found')
const DENIED = new CrmError('rejected', 'rejected', 'Access denied.')

/** As much of a session as reading needs. */
const reading = (read: (method: string, params: { id?: number; filter?: object }) => Promise<unknown>) =>
  ({
    read,
    fieldMap: async () => ({ fields: [], checks: [] }),
    originatorId: 'ponte:test',
    ownId: async () => 1,
  }) as unknown as Session

test('what a list leaves out since we may not read it any more is not gone', async () => {
  const crm = reading(async (method, { id }) => {
    if (method === 'crm.item.list') return { items: [{ id: 1 }] }
    if (method === 'crm.activity.list') return []
    throw id === 2 ? DENIED : GONE
  })
  const there = await dealVerbs(crm).dealsThere([1, 2, 3] as DealId[], CALLING)
  expect([...there]).toEqual([1, 2])
  const { readActivity } = timelineVerbs(crm)
  await expect(readActivity(2 as ActivityId, CALLING)).rejects.toBe(DENIED)
  expect(await readActivity(3 as ActivityId, CALLING)).toBeNull()
})

test('a portal that gives the same page for ever is not read for ever', async () => {
  const at = '2026-11-21T12:00:00+03:00'
  const ids = Array.from({ length: 50 }, (_, index) => index + 1)
  const deal = { title: 'x', categoryId: 19, stageId: 'C19:NEW', createdTime: at, updatedTime: at }
  const rows: Record<string, unknown> = {
    'crm.timeline.comment.list': ids.map((ID) => ({ ID, CREATED: at })),
    'crm.activity.list': ids.map((ID) => ({ ID, CREATED: at, LAST_UPDATED: at })),
    'crm.item.list': { items: ids.map((id) => ({ ...deal, id })) },
  }
  let reads = 0
  const crm = reading(async (method) => {
    reads += 1
    if (reads > 20) throw new Error('for ever')
    return rows[method]
  })
  const dealId = 1 as DealId
  const sweep = async () => {
    for await (const _page of changeVerbs(crm).dealsChangedSince(new Date(), [19], CALLING));
  }
  const activities = async () => {
    for await (const _page of changeVerbs(crm).activitiesChangedSince(new Date(), CALLING));
  }
  for (const read of [
    () => timelineVerbs(crm).readComments(dealId, CALLING),
    () => timelineVerbs(crm).readActivities(dealId, CALLING),
    sweep,
    activities,
  ])
    await expect(read()).rejects.toMatchObject({ code: 'unreadable-answer' })
})
