import { and, count, min, type SQL, sql } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { Ports } from '#src/ports.ts'
import { stands } from '#src/tickets/sla-standing.ts'
import { statusOf } from '#src/tickets/stages.ts'
import type { TicketFilter } from '#src/tickets/ticket-filter.ts'
import { wantedTickets } from '#src/tickets/wanted-tickets.ts'
import { type Board, type BoardColumn, CLOSED_DAYS } from './board.ts'

type Needed = Pick<Ports, 'db' | 'clock' | 'dictionaries' | 'stageMap'>
type Settings = { pipelines: readonly number[]; timeZone: string }
type Counted = Pick<BoardColumn, 'stage_id' | 'pipeline_id' | 'count' | 'at_risk' | 'late' | 'oldest_at'>
type KnownStage = Awaited<ReturnType<Ports['dictionaries']['stagesOf']>>[number]

/** The columns of the board and what their heads say; their cards are lists of tickets. */
export async function readBoard(
  ports: Needed,
  caller: Caller,
  filter: TicketFilter,
  { pipelines, timeZone }: Settings,
): Promise<Board> {
  const closed_within_days = filter.closed_within_days ?? CLOSED_DAYS
  const now = ports.clock()
  const { wanted, search } = await wantedTickets(
    ports.db,
    caller,
    { ...filter, closed_within_days },
    { now, timeZone },
  )
  const [counted, ...listed] = await Promise.all([
    countStages(ports.db, and(wanted, search?.matches), now),
    ...pipelines.map((id) => ports.dictionaries.stagesOf(id)),
  ])
  const stages = listed.flat()
  const known = new Set(stages.map(({ stageId }) => stageId))
  const columns = stages.map((stage) =>
    columnOf(
      ports,
      listed.find((all) => all.includes(stage)) ?? [],
      stage,
      counted.find(({ stage_id }) => stage_id === stage.stageId),
    ),
  )
  const others = await Promise.all(
    counted
      .filter(({ stage_id }) => !known.has(stage_id))
      .map(async (one) => columnOf(ports, stages, await nameless(ports, one), one, false)),
  )
  return { columns: [...columns, ...others], closed_within_days }
}

async function countStages(db: Ports['db'], wanted: SQL | undefined, now: Date): Promise<Counted[]> {
  const among = (condition: SQL | undefined) => sql<number>`(count(*) filter (where ${condition}))::int`
  const rows = await db
    .select({
      stage_id: deals.stageId,
      pipeline_id: min(deals.pipelineId),
      count: count(),
      at_risk: among(stands('at_risk', now)),
      late: among(stands('breached', now)),
      oldest: min(deals.createdAt),
    })
    .from(deals)
    .where(wanted)
    .groupBy(deals.stageId)
    .orderBy(deals.stageId)
  return rows.map(({ oldest, pipeline_id, ...row }) => ({
    ...row,
    pipeline_id: pipeline_id ?? 0,
    oldest_at: oldest?.toISOString() ?? null,
  }))
}

/** Of a stage that the CRM does not list we may still know how it was called. */
async function nameless({ dictionaries }: Needed, { stage_id, pipeline_id }: Counted): Promise<KnownStage> {
  const stage = stage_id === '' ? null : await dictionaries.findStage(stage_id)
  const unknown = { name: stage_id, position: 0, outcome: 'open', color: null, goneAt: null } as const
  return stage ?? { stageId: stage_id, pipelineId: pipeline_id, ...unknown }
}

function columnOf(
  { stageMap }: Needed,
  stages: readonly KnownStage[],
  { stageId, pipelineId, name, outcome, color }: KnownStage,
  counted: Counted | undefined,
  is_listed = true,
): BoardColumn {
  const { status, closeReason } = statusOf({ map: stageMap, pipelineId, stages }, stageId)
  return {
    stage_id: stageId,
    pipeline_id: pipelineId,
    name,
    color,
    outcome,
    status,
    close_reason: closeReason,
    is_listed,
    count: counted?.count ?? 0,
    at_risk: counted?.at_risk ?? 0,
    late: counted?.late ?? 0,
    oldest_at: counted?.oldest_at ?? null,
  }
}
