import type { Status } from '#src/db/ticket-schema.ts'
import type { Ports } from '#src/ports.ts'
import type { TicketRow } from './queries.ts'
import { isLost, type Place, stageFor, statusOf } from './stages.ts'
import { columnsOfStatus } from './status.ts'

/** What the stages of a ticket's pipeline mean. Read it before a transaction: it takes a connection of its own. */
export async function placeOf(
  { stageMap, dictionaries }: Pick<Ports, 'stageMap' | 'dictionaries'>,
  { pipelineId }: Pick<TicketRow, 'pipelineId'>,
): Promise<Place> {
  return { map: stageMap, pipelineId, stages: await dictionaries.stagesOf(pipelineId) }
}
export type { Place }

/** Where a ticket stands, or has to stand; null: the CRM has not told us its stages yet. */
export function stageOf(place: Place, { status, stageId, closeReason }: TicketRow): string | null {
  const { stages, map, pipelineId } = place
  if (stages.length === 0 && map[pipelineId] === undefined) return null
  const isClosed = statusOf(place, stageId).status === 'closed'
  if (isClosed === (status === 'closed')) return stageId
  return stageFor(place, status, closeReason ?? undefined)
}

/** A change of status with all that it brings, the stage included; a stage that means it already stays. */
export function columnsOfMove(place: Place, before: TicketRow, to: Status, now: Date, closeReason?: string) {
  const columns = columnsOfStatus(before, to, now, closeReason)
  if (before.status === to) return columns
  const stands = statusOf(place, before.stageId)
  const isThere =
    stands.status === to && (to !== 'closed' || isLost(stands.closeReason) === isLost(closeReason))
  const stageId = isThere ? before.stageId : (stageFor(place, to, closeReason) ?? before.stageId)
  return { ...columns, stageId }
}
