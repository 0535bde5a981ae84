import { randomUUID } from 'node:crypto'
import { inArray } from 'drizzle-orm'
import { isOfTheTeam } from '#src/auth/access.ts'
import type { Db } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import { DomainError, type FieldRule } from '#src/errors.ts'
import type { Config } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { htmlOf, withoutTags } from './mail-content.ts'
import type { NewEmail } from './new-email.ts'
import type { TicketRow } from './queries.ts'
import { type Speaker, speaksForTheTeam } from './say.ts'
import { toColumn } from './send-mail.ts'
import { authorizeSaying, type SpeakPorts, type Spoken, speak, type TalkRules } from './speak.ts'

type Rules = TalkRules & Pick<Config, 'mail' | 'server'>
type Input = NewEmail & { isClick?: boolean }

const LONGEST_ADDRESSES = 255

/** E-01: written here, sent by a job: the mail server may be away. */
export async function writeEmail(
  ports: SpeakPorts,
  rules: Rules,
  caller: Speaker,
  found: TicketRow | undefined,
  input: Input,
  visit: Visit,
): Promise<Spoken> {
  const ticket = authorizeSaying(caller, found, { kind: 'email' })
  refuseWhatTheCrmCannot(rules, input)
  const from = senderOf(rules, input)
  const { to, cc } = await recipientsOf(ports.db, rules, caller, ticket, input)
  const toEmail = toColumn(to, cc)
  if (toEmail.length > LONGEST_ADDRESSES) refuse('cc', 'too-long')
  const originKey = randomUUID()
  const saying = {
    kind: 'email',
    text: input.message,
    uploadIds: input.attachments ?? [],
    clientId: input.client_id,
    isClick: input.isClick ?? false,
    mail: {
      originKey,
      subject: withoutTags(input.subject ?? '') || ticket.title,
      bodyHtml: htmlOf(input.message),
      fromEmail: from,
      toEmail,
      mailMessageId: `<${originKey}@${new URL(rules.server.publicUrl).hostname}>`,
    },
  } as const
  return speak(ports, rules, caller, ticket, saying, visit)
}

/** E-05: in whose name. */
function senderOf({ mail }: Rules, { from }: NewEmail): string {
  const [ourselves = ''] = mail.senders
  if (from === undefined) return ourselves
  if (!mail.senders.includes(from)) throw new DomainError('sender-not-allowed', { address: from })
  return from
}

/** E-05: to whom. Nobody writes to ourselves: that mail would come back as an answer, and so on without end. */
async function recipientsOf(
  db: Db,
  { mail }: Rules,
  caller: Speaker,
  ticket: TicketRow,
  { to: wished, cc = [] }: NewEmail,
): Promise<{ to: string; cc: string[] }> {
  const { requester, inCharge, watchers } = await participantsOf(db, ticket)
  const [other] = speaksForTheTeam(caller, ticket) ? requester : inCharge
  const to = wished ?? other
  if (to === undefined) refuse('to', 'required')
  const copies = [...new Set(cc)].filter((address) => address !== to)
  for (const address of [to, ...copies]) {
    const isAllowed = isOfTheTeam(caller) || [...requester, ...inCharge, ...watchers].includes(address)
    if (!isAllowed || mail.senders.includes(address))
      throw new DomainError('recipient-not-allowed', { address })
  }
  return { to, cc: copies }
}

/** As the ticket names them, and as their accounts do by now. */
async function participantsOf(db: Db, ticket: TicketRow) {
  const ids = [ticket.userId, ticket.responsibleId, ...ticket.watcherIds].filter((id) => id !== null)
  const accounts =
    ids.length === 0
      ? []
      : await db.select({ id: users.id, email: users.email }).from(users).where(inArray(users.id, ids))
  const addresses = (named: string | null, id: number | null) =>
    [accounts.find((account) => account.id === id)?.email, named ?? undefined]
      .filter((address) => address !== undefined)
      .map((address) => address.toLowerCase())
  return {
    requester: addresses(ticket.requesterEmail, ticket.userId),
    inCharge: addresses(ticket.responsibleEmail, ticket.responsibleId),
    watchers: ticket.watcherIds.flatMap((id) => addresses(null, id)),
  }
}

/** It sends to one address, and has no files of ours when it does. */
function refuseWhatTheCrmCannot({ tickets }: Rules, { cc, attachments }: NewEmail): void {
  if (tickets.emailVia !== 'crm') return
  if (cc?.length) refuse('cc', 'not-valid')
  if (attachments?.length) refuse('attachments', 'not-valid')
}

function refuse(field: string, rule: FieldRule): never {
  throw new DomainError('invalid-request', {}, { fields: [{ in: 'body', path: [field], rule }] })
}
