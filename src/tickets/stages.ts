import * as fs from 'node:fs'
import * as z from 'zod'
import { STATUSES, type Status } from '#src/db/ticket-schema.ts'
import { StartupError } from '#src/errors.ts'

/** Of each pipeline, which of the CRM's stages stands for which status: the content of crm.stages.json (D-06). */
const StageMap = z.record(
  z.string().regex(/^\d+$/),
  z.partialRecord(z.enum([...STATUSES, 'failed']), z.string().min(1).max(50)),
)
export type StageMap = z.output<typeof StageMap>

/** What the CRM says of its own stages, in their order. */
type KnownStage = { stageId: string; outcome: 'open' | 'won' | 'lost' }
export type Place = { map: StageMap; pipelineId: number; stages: readonly KnownStage[] }

export const FAILED = 'failed' as const
/** It goes on in another ticket. */
export const MERGED = 'merged' as const
/** In the CRM, a closure of this reason is no success. */
export const isLost = (closeReason?: string | null) => closeReason === FAILED || closeReason === MERGED

export function readStageMap(file: string): StageMap {
  try {
    return StageMap.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message
    throw new StartupError(`${file} is wrong: ${why}`, { cause })
  }
}

/** Where a ticket of this status stands in the CRM; null: the CRM has no stage for it, and it stays where it is. */
export function stageFor(
  { map, pipelineId, stages }: Place,
  status: Status,
  closeReason?: string,
): string | null {
  const named = map[pipelineId]?.[status === 'closed' && isLost(closeReason) ? FAILED : status]
  if (named !== undefined) return named
  const open = stages.filter(({ outcome }) => outcome === 'open')
  if (status === 'open') return open[0]?.stageId ?? null
  if (status === 'closed') {
    const wanted = isLost(closeReason) ? 'lost' : 'won'
    return stages.find(({ outcome }) => outcome === wanted)?.stageId ?? null
  }
  // A pipeline that nobody described has one stage for everything that is begun.
  return status === 'in_progress' && map[pipelineId] === undefined ? (open[1]?.stageId ?? null) : null
}

/** What a stage means here: as it is described, else by what the CRM says of its outcome. */
export function statusOf(
  { map, pipelineId, stages }: Place,
  stageId: string,
): { status: Status; closeReason: string | null } {
  const described = Object.entries(map[pipelineId] ?? {}).find(([, stage]) => stage === stageId)?.[0]
  if (described === FAILED) return { status: 'closed', closeReason: FAILED }
  if (described !== undefined) return { status: described as Status, closeReason: null }
  const outcome = stages.find((stage) => stage.stageId === stageId)?.outcome ?? 'open'
  if (outcome === 'won') return { status: 'closed', closeReason: null }
  if (outcome === 'lost') return { status: 'closed', closeReason: FAILED }
  const first = stages.find((stage) => stage.outcome === 'open')
  return { status: first?.stageId === stageId ? 'open' : 'in_progress', closeReason: null }
}
