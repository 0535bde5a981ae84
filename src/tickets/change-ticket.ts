import { authorizeTicket, type Caller } from '#src/auth/access.ts'
import type { Db } from '#src/db/connect.ts'
import { telling } from '#src/db/tell.ts'
import { DomainError } from '#src/errors.ts'
import type { JobId, TicketId } from '#src/ids.ts'
import type { InTurn } from '#src/jobs/in-turn.ts'
import type { Config, Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import type { AskResult } from './ask-change.ts'
import { type BeginPorts, beginChange, type Match, type Wanted } from './begin-change.ts'
import { findChange, type TicketWish } from './find-change.ts'
import { createPatience, type Patience } from './patience.ts'
import { unanswered } from './pending-changes.ts'
import { findTicket, type TicketRow } from './queries.ts'
import { showChange } from './ticket-change.ts'

export type ChangePorts = BeginPorts & Pick<Ports, 'log' | 'crm'>
export type Rules = Config['tickets']
/** `isPending`: the CRM has not answered yet, and the row is as it was. */
export type Changed = { row: TicketRow; isChanged: boolean; isPending: boolean }
type Input = { ticketId: TicketId; wish: TicketWish; match: Match | undefined }

/** By a person of the team; `match` is what they say the ticket was when they looked. */
export async function changeTicket(
  ports: ChangePorts,
  rules: Rules,
  caller: Caller,
  { ticketId, wish, match }: Input,
  visit: Visit,
): Promise<Changed> {
  authorizeTicket(caller, 'ticket:change', await findTicket(ports.db, ticketId))
  if (match === undefined) throw new DomainError('if-match-required')
  const change = await findChange(ports, wish)
  return seeThrough(ports, rules, { caller, ticketId, changeOf: () => change, match, visit })
}

/** One change by the team, and the ticket as it is then. */
export async function seeThrough(ports: ChangePorts, rules: Rules, wanted: Wanted): Promise<Changed> {
  const { row, ...outcome } = await decide(ports, rules, wanted, createPatience(ports, rules))
  const now = row ?? (await findTicket(ports.db, wanted.ticketId))
  if (!now) throw new Error('a ticket is gone')
  return { row: now, ...outcome }
}

type Outcome = Omit<Changed, 'row'> & { row: TicketRow | null }

/** Waits for the CRM's yes or no, as long as their patience lasts. */
export async function decide(
  ports: ChangePorts,
  rules: Rules,
  wanted: Wanted,
  patience: Patience,
  inTurn: InTurn = (work) => work(),
): Promise<Outcome> {
  let mayQueue = false
  for (;;) {
    const begun = await inTurn(() => beginChange(ports, rules, wanted, { mayQueue }))
    if (begun.state === 'done') return { ...begun, isPending: false }
    const leftMs = await patience()
    const answer = leftMs > 0 ? await ports.jobs.wait(begun.jobId, leftMs) : ({ state: 'waiting' } as const)
    if (begun.state === 'busy') {
      mayQueue = answer.state === 'waiting'
      continue
    }
    if (answer.state === 'dead') throw new Error(`a change was given up: ${answer.error}`)
    // As the job wrote it: see ask-change.ts.
    const result = answer.state === 'done' ? (answer.result as AskResult | null) : null
    if (result?.refusal) throw new DomainError(result.refusal.code, result.refusal.params)
    const isPending = answer.state === 'waiting'
    if (isPending) await tellPending(ports.db, wanted, begun.jobId)
    return { row: null, isChanged: !isPending, isPending }
  }
}

/** The rest of the team sees that something is under way; what comes of it is told when it is known. */
const tellPending = (db: Db, { ticketId, caller }: Wanted, jobId: JobId) =>
  db.transaction(async (tx) => {
    const asked = (await unanswered(tx, ticketId)).find(({ id }) => id === jobId)
    if (!asked) return
    const data = { changes: showChange(asked.payload.change) }
    await telling(tx, async (tell) =>
      tell({ kind: 'change-pending', ticketId, actorId: caller.userId, isInternal: true, data }),
    )
  })
