import { authorizeTicket, isOfTheTeam, maySee, type TicketAction } from '#src/auth/access.ts'
import { brokenConstraint, type Db } from '#src/db/connect.ts'
import { mergedInto } from '#src/db/merged-tickets.ts'
import { telling } from '#src/db/tell.ts'
import { DomainError } from '#src/errors.ts'
import type { Config, Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { type FollowUpPorts, openFollowUp } from './follow-up.ts'
import type { MessageRow } from './message.ts'
import { placeOf } from './move.ts'
import { promiseSaid } from './promise-said.ts'
import { findTicket, lockTicket, type TicketRow } from './queries.ts'
import { mailedJustNow, saidBefore } from './said-before.ts'
import { type Saying, type Speaker, say, statusAfterSaying } from './say.ts'

export type SpeakPorts = FollowUpPorts & Pick<Ports, 'db' | 'clock' | 'dictionaries' | 'stageMap'>
export type TalkRules = Pick<Config, 'tickets' | 'timeZone'>
export type Spoken = { row: MessageRow; isNew: boolean }

const ACTIONS: Record<Saying['kind'], TicketAction> = {
  comment: 'ticket:write',
  note: 'ticket:note',
  email: 'ticket:mail',
}

/** Who may say this on a ticket, and move it on with that. */
export function authorizeSaying(
  caller: Speaker,
  ticket: TicketRow | null | undefined,
  {
    kind,
    isFollowUp,
    statusAfter,
    mentions = [],
  }: Pick<Saying, 'kind' | 'isFollowUp' | 'statusAfter' | 'mentions'>,
): TicketRow {
  // It is begun for whoever asked, by them or by the team, as if it were opened again.
  const allowed = authorizeTicket(caller, isFollowUp ? 'ticket:reopen' : ACTIONS[kind], ticket)
  if (mentions.length > 0 && !isOfTheTeam(caller)) throw new DomainError('forbidden')
  return statusAfter === undefined ? allowed : authorizeTicket(caller, 'ticket:change', allowed)
}

/**
 * Says it once, with all that it changes and promises, in one transaction. Whatever has to be looked up is, before that. What is said
 * on a ticket that was merged is said where it goes on.
 */
export async function speak(
  ports: SpeakPorts,
  rules: TalkRules,
  caller: Speaker,
  ticket: TicketRow,
  saying: Saying,
  visit: Visit,
): Promise<Spoken> {
  const { db, clock, dictionaries } = ports
  const { id, pipelineId } = ticket.mergedIntoId === null ? ticket : await goingOn(db, caller, ticket)
  const person = await dictionaries.findPersonByEmail(caller.user.email)
  const place = await placeOf(ports, { pipelineId })
  const common = { rules: rules.tickets, place, crmUserId: person?.crmUserId ?? null, visit }
  try {
    const said = await db.transaction((tx) =>
      telling(tx, async (tell): Promise<Spoken | null> => {
        const locked = authorizeSaying(caller, await lockTicket(tx, id), saying)
        if (locked.mergedIntoId !== null) return null
        const earlier =
          (await saidBefore(tx, locked, caller, saying)) ??
          (saying.isClick ? await mailedJustNow(tx, locked, caller, saying) : null)
        if (earlier) return { row: earlier, isNew: false }
        const needs = { ...common, now: clock(), tell }
        if (saying.isFollowUp) refuseFollowUp(locked, ticket)
        if (saying.isFollowUp || statusAfterSaying(locked, caller, saying, needs) === 'follow-up') {
          const { timeZone } = rules
          return {
            row: await openFollowUp(tx, ports, locked, { caller, saying, timeZone, ...needs }),
            isNew: true,
          }
        }
        const said = await say(tx, locked, caller, saying, needs)
        await promiseSaid(tx, said, rules.tickets)
        return { row: said.row, isNew: true }
      }),
    )
    if (said) return said
  } catch (error) {
    // On two tickets at the same moment: on one, they wait for each other.
    if (brokenConstraint(error) !== 'activities_client_id_is_unique') throw error
    throw new DomainError('idempotency-key-reused', {}, { cause: error })
  }
  // It was merged this very moment.
  return speak(ports, rules, caller, authorizeSaying(caller, await findTicket(db, id), saying), saying, visit)
}

/** Of what was merged it is one of the ticket in which it goes on. */
function refuseFollowUp(locked: TicketRow, asked: TicketRow): void {
  if (locked.status === 'closed') return
  if (locked.id === asked.id) throw new DomainError('ticket-not-closed')
  throw new DomainError('ticket-merged', { ticket: asked.ticketNumber, number: locked.ticketNumber })
}

/** Whoever followed the one follows the other, unless somebody removed them. */
async function goingOn(db: Db, caller: Speaker, merged: TicketRow): Promise<TicketRow> {
  const last = (await mergedInto(db, merged.id)).at(-1)
  const row = last && (await findTicket(db, last.id))
  if (!row) throw new Error('a merged ticket goes on nowhere')
  if (!maySee(caller, row))
    throw new DomainError('ticket-merged', { ticket: merged.ticketNumber, number: row.ticketNumber })
  return row
}
