import { z } from '@hono/zod-openapi'
import type { Caller } from '#src/auth/access.ts'
import { isDatabaseAway, isDiskFull } from '#src/db/connect.ts'
import { DomainError } from '#src/errors.ts'
import type { TicketId } from '#src/ids.ts'
import { type InTurn, inTurn } from '#src/jobs/in-turn.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { type Changed, type ChangePorts, decide, type Rules } from './change-ticket.ts'
import { CLOSE_REASONS } from './close-ticket.ts'
import { AssigneeId, findChange, MOST_TAGS, PriorityWord, StatusWord, Tag } from './find-change.ts'
import { createPatience } from './patience.ts'
import { findTicket, type TicketRow } from './queries.ts'
import { refuseUnlessAhead, SnoozeMoment, snoozeTicket, wakeTicket } from './snooze.ts'
import { FAILED } from './stages.ts'
import type { TicketChange } from './ticket-change.ts'

/** The others of a hundred transactions would wait for connections that all requests share. */
const AT_ONCE = 4
/** The request has to be answered; what was not begun by then is not. */
const LONGEST_MS = 13_000

const ids = z
  .array(
    z
      .int()
      .min(1)
      .max(2_147_483_647)
      .transform((id) => id as TicketId),
  )
  .min(1)
  .max(200)

export const ManyWish = z
  .discriminatedUnion('action', [
    z.strictObject({ ids, action: z.literal('assign'), value: AssigneeId.nullable() }),
    z.strictObject({ ids, action: z.literal('close'), value: z.enum(CLOSE_REASONS).nullish() }),
    z.strictObject({ ids, action: z.literal('status'), value: StatusWord }),
    z.strictObject({ ids, action: z.literal('priority'), value: PriorityWord }),
    z.strictObject({ ids, action: z.literal('tag'), value: Tag }),
    z.strictObject({
      ids,
      action: z.literal('snooze'),
      value: SnoozeMoment.nullable().openapi({
        type: ['string', 'null'],
        description: 'null: back at once',
      }),
    }),
  ])
  .openapi('TicketsChange')
export type ManyWish = z.output<typeof ManyWish>

/** What became of one of them. */
export type OneResult = {
  id: TicketId
  status: 'changed' | 'unchanged' | 'pending' | 'failed'
  problem: DomainError | null
}

/** Each for itself, whatever becomes of the others; all together wait as long as one does. */
export async function changeMany(
  ports: ChangePorts,
  rules: Rules,
  caller: Caller,
  wish: ManyWish,
  visit: Visit,
): Promise<OneResult[]> {
  const patience = createPatience(ports, rules)
  const latestMs = performance.now() + LONGEST_MS
  const all = { ...ports, dictionaries: readOnce(ports.dictionaries) }
  const turns = inTurn(AT_ONCE)
  const inTime: InTurn = (work) =>
    turns(async () => {
      if (performance.now() > latestMs) throw new DomainError('too-slow')
      return work()
    })
  const doOne = await readWish(all, wish, { rules, caller, patience, inTime, visit })
  const changeOne = async (ticketId: TicketId): Promise<OneResult> => {
    try {
      const { isPending, isChanged } = await doOne(ticketId)
      const status = isPending ? 'pending' : isChanged ? 'changed' : 'unchanged'
      return { id: ticketId, status, problem: null }
    } catch (error) {
      return { id: ticketId, status: 'failed', problem: problemOf(error, ports, ticketId, visit) }
    }
  }
  return Promise.all([...new Set(wish.ids)].map(changeOne))
}

/** The stages of a pipeline are the same for all of them. */
function readOnce(dictionaries: Ports['dictionaries']): Ports['dictionaries'] {
  const known = new Map<number, ReturnType<typeof dictionaries.stagesOf>>()
  return {
    ...dictionaries,
    stagesOf(pipelineId) {
      const stages = known.get(pipelineId) ?? dictionaries.stagesOf(pipelineId)
      known.set(pipelineId, stages)
      return stages
    },
  }
}

function problemOf(
  error: unknown,
  { log }: ChangePorts,
  ticketId: TicketId,
  { requestId }: Visit,
): DomainError {
  if (error instanceof DomainError) return error
  if (isDatabaseAway(error)) return new DomainError('database-unavailable')
  if (isDiskFull(error)) return new DomainError('disk-full')
  log.error({ err: error, ticketId }, 'one of many tickets could not be changed')
  return new DomainError('internal-error', { requestId })
}

type How = {
  rules: Rules
  caller: Caller
  patience: ReturnType<typeof createPatience>
  inTime: InTurn
  visit: Visit
}
type DoOne = (ticketId: TicketId) => Promise<Pick<Changed, 'isPending' | 'isChanged'>>

/** What is done with each of them; throws where it could be done with none. */
async function readWish(ports: ChangePorts, wish: ManyWish, how: How): Promise<DoOne> {
  const { caller, rules, patience, inTime, visit } = how
  if (wish.action === 'snooze') {
    if (wish.value) refuseUnlessAhead(wish.value, ports.clock(), 'value')
    const until = wish.value
    return (ticketId) => inTime(() => putOff(ports, caller, { ticketId, until }, visit))
  }
  const changeOf = await changeOfWish(ports, wish)
  return (ticketId) =>
    decide(ports, rules, { caller, ticketId, changeOf, match: null, visit }, patience, inTime)
}

/** No matter for the CRM, so it is so at once. */
async function putOff(
  ports: ChangePorts,
  caller: Caller,
  { ticketId, until }: { ticketId: TicketId; until: Date | null },
  visit: Visit,
) {
  const before = await findTicket(ports.db, ticketId)
  const after =
    until === null
      ? await wakeTicket(ports, caller, ticketId, visit)
      : await snoozeTicket(ports, caller, { ticketId, until }, visit)
  const isChanged = before?.snoozedUntil?.getTime() !== after.snoozedUntil?.getTime()
  return { isPending: false, isChanged }
}

async function changeOfWish(
  ports: ChangePorts,
  wish: Exclude<ManyWish, { action: 'snooze' }>,
): Promise<(row: TicketRow) => TicketChange> {
  switch (wish.action) {
    case 'assign':
      return always(await findChange(ports, { assigned_to: wish.value }))
    case 'close':
      return always({ status: 'closed', ...(wish.value === FAILED && { closeReason: FAILED }) })
    case 'status':
      return always({ status: wish.value })
    case 'priority':
      return always({ priority: wish.value })
    case 'tag':
      return ({ tags }) => ({ tags: tags.includes(wish.value) ? tags : withTag(tags, wish.value) })
  }
}

const always = (change: TicketChange) => () => change

function withTag(tags: readonly string[], tag: string): string[] {
  if (tags.length < MOST_TAGS) return [...tags, tag]
  const field = { in: 'body', path: ['value'], rule: 'too-big', params: { maximum: MOST_TAGS } } as const
  throw new DomainError('invalid-request', {}, { fields: [field] })
}
