import { authorizeTicket, type TicketAction } from '#src/auth/access.ts'
import { brokenConstraint } from '#src/db/connect.ts'
import { telling } from '#src/db/tell.ts'
import { DomainError } from '#src/errors.ts'
import type { Config, Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { type FollowUpPorts, openFollowUp } from './follow-up.ts'
import type { MessageRow } from './message.ts'
import { placeOf } from './move.ts'
import { promiseSaid } from './promise-said.ts'
import { lockTicket, type TicketRow } from './queries.ts'
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
  { kind, statusAfter }: Pick<Saying, 'kind' | 'statusAfter'>,
): TicketRow {
  const allowed = authorizeTicket(caller, ACTIONS[kind], ticket)
  return statusAfter === undefined ? allowed : authorizeTicket(caller, 'ticket:change', allowed)
}

/** Says it once, with all that it changes and promises, in one transaction. Whatever has to be looked up is, before that. */
export async function speak(
  ports: SpeakPorts,
  rules: TalkRules,
  caller: Speaker,
  { id, pipelineId }: TicketRow,
  saying: Saying,
  visit: Visit,
): Promise<Spoken> {
  const { db, clock, dictionaries } = ports
  const person = await dictionaries.findPersonByEmail(caller.user.email)
  const place = await placeOf(ports, { pipelineId })
  const common = { rules: rules.tickets, place, crmUserId: person?.crmUserId ?? null, visit }
  try {
    return await db.transaction((tx) =>
      telling(tx, async (tell) => {
        const locked = authorizeSaying(caller, await lockTicket(tx, id), saying)
        const earlier =
          (await saidBefore(tx, locked, caller, saying)) ??
          (saying.isClick ? await mailedJustNow(tx, locked, caller, saying) : null)
        if (earlier) return { row: earlier, isNew: false }
        const needs = { ...common, now: clock(), tell }
        if (saying.isFollowUp && locked.status !== 'closed') throw new DomainError('ticket-not-closed')
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
  } catch (error) {
    // On two tickets at the same moment: on one, they wait for each other.
    if (brokenConstraint(error) !== 'activities_client_id_is_unique') throw error
    throw new DomainError('idempotency-key-reused', {}, { cause: error })
  }
}
