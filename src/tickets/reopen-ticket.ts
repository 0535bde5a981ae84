import { authorizeTicket, type Caller, isOfTheTeam } from '#src/auth/access.ts'
import type { TicketId } from '#src/ids.ts'
import type { Visit } from '#src/visit.ts'
import { changeOwn } from './change-own.ts'
import { type Changed, type ChangePorts, seeThrough } from './change-ticket.ts'
import { mergedAlready } from './merge-ticket.ts'
import { columnsOfMove } from './move.ts'
import { promiseSaid } from './promise-said.ts'
import { findTicket, type TicketRow } from './queries.ts'
import { type Speaker, say } from './say.ts'
import type { SpeakPorts, TalkRules } from './speak.ts'
import { nextStatus } from './status.ts'

type Needed = ChangePorts & SpeakPorts
type Input = { ticketId: TicketId; message?: string | undefined }

/** What was over is not. Whoever asked for help may say so for a while, the team always; and why, if they like. */
export async function reopenTicket(
  ports: Needed,
  rules: TalkRules,
  caller: Caller & Speaker,
  input: Input,
  visit: Visit,
): Promise<Changed> {
  const found = authorizeTicket(caller, 'ticket:reopen', await findTicket(ports.db, input.ticketId))
  if (found.userId !== caller.userId) return reopenForTeam(ports, rules, caller, input, visit)
  const row = await reopenOwn(ports, rules, caller, input, visit)
  return { row, isChanged: true, isPending: false }
}

async function reopenForTeam(
  ports: Needed,
  rules: TalkRules,
  caller: Caller & Speaker,
  { ticketId, message }: Input,
  visit: Visit,
): Promise<Changed> {
  const changeOf = () => ({ isReopened: true as const })
  const said = message === undefined ? undefined : { text: message }
  const wanted = { caller, ticketId, changeOf, match: null, visit, message: said }
  return seeThrough(ports, rules.tickets, wanted)
}

async function reopenOwn(
  ports: Needed,
  { tickets: rules }: TalkRules,
  caller: Caller & Speaker,
  { ticketId, message }: Input,
  visit: Visit,
): Promise<TicketRow> {
  const person = await ports.dictionaries.findPersonByEmail(caller.user.email)
  const by = isOfTheTeam(caller) ? 'team' : 'requester'
  return changeOwn(
    ports,
    { caller, ticketId, action: 'ticket:reopen', name: 'ticket-reopened', visit },
    async (before, { tx, place, now }) => {
      // Its history is part of another one, which the team takes back.
      if (before.mergedIntoId !== null && by === 'requester') throw await mergedAlready(tx, before)
      const to = nextStatus(before, { kind: 'reopened', by }, rules, now)
      return to === 'follow-up' ? {} : columnsOfMove(place, before, to, now)
    },
    async (after, { tx, ...around }, tell) => {
      if (message === undefined) return after
      const needs = { ...around, rules, crmUserId: person?.crmUserId ?? null, visit, tell }
      const said = await say(tx, after, caller, comment(message), needs)
      await promiseSaid(tx, said, rules)
      return said.ticket
    },
  )
}

const comment = (text: string) => ({ kind: 'comment', text, uploadIds: [] }) as const
