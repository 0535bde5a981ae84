import { and, eq, sql } from 'drizzle-orm'
import { exceptions } from '#src/accounts/queries.ts'
import { isOfTheTeam, maySee } from '#src/auth/access.ts'
import { activities } from '#src/db/activity-schema.ts'
import { brokenConstraint, type Db, type Tx } from '#src/db/connect.ts'
import { inboundMails, type MailVerdict } from '#src/db/mail-schema.ts'
import { users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { UploadPorts } from '#src/files/store-upload.ts'
import type { InboundMailId, MessageId, TicketId } from '#src/ids.ts'
import { GiveUp, Postpone } from '#src/jobs/ends.ts'
import { inTurn } from '#src/jobs/in-turn.ts'
import { promise } from '#src/jobs/queue.ts'
import type { JobInHand, Task } from '#src/jobs/worker.ts'
import type { Config } from '#src/ports.ts'
import { findThread } from '#src/tickets/mail-thread.ts'
import { findTicket, type TicketRow } from '#src/tickets/queries.ts'
import { type Speaker, speaksForTheTeam } from '#src/tickets/say.ts'
import { type SpeakPorts, speak } from '#src/tickets/speak.ts'
import { localVisit } from '#src/visit.ts'
import { contentOf, isEmpty } from './content-of.ts'
import { fileByMail } from './file-by-mail.ts'
import { findReturned, type Returned } from './find-returned.ts'
import type { InboundMailRow, MailReason } from './inbound-mail.ts'
import { authenticity, isAutomatic, isUndelivered, returnedIds } from './judge-mail.ts'
import { keepParts } from './keep-parts.ts'
import { noteReturned } from './note-returned.ts'
import { type Mail, readMail } from './read-mail.ts'

export type MailPorts = SpeakPorts & UploadPorts
export type MailRules = Pick<Config, 'tickets' | 'timeZone' | 'crm' | 'mail' | 'server'>
export type Settled = {
  verdict: MailVerdict
  reason: MailReason
  ticketId?: TicketId
  activityId?: MessageId | null
  /** A letter of ours did not arrive. */
  returned?: Returned
}
type Sender = Speaker & { user: typeof users.$inferSelect }

const DISK_FULL_PAUSE_MS = 60_000
/** More than a person writes, and soon enough for two machines that have found each other. */
const MOST_AN_HOUR = 20

/**
 * Looks at a mail that came, and makes of it what it is. Each step can be taken again: a message is known by its author and the mail
 * that it was, a ticket likewise, and of equal mails only the first gets that far.
 */
export function takeMail(ports: MailPorts, rules: MailRules): Task<'take-mail'> {
  // A mail is read whole, and many times its size while that lasts.
  const oneByOne = inTurn(1)
  return async ({ mailId }, job) => {
    const [row] = await ports.db.select().from(inboundMails).where(eq(inboundMails.id, mailId))
    if (!row || row.verdict !== null) return
    await oneByOne(() => take(ports, rules, row, job))
  }
}

async function take(ports: MailPorts, rules: MailRules, row: InboundMailRow, job: JobInHand): Promise<void> {
  const mail = await readMail(await bytesOf(ports, row)).catch((err: unknown) => {
    ports.log.warn({ err, mail: row.id }, 'a mail cannot be read')
    return null
  })
  job.signal.throwIfAborted()
  const settled: Settled = mail
    ? await settle(ports, rules, row, mail, job.signal)
    : { verdict: 'ignored', reason: 'unreadable' }
  await job.finish((tx) => note(tx, row, mail, settled))
}

async function bytesOf({ files }: MailPorts, { key }: InboundMailRow): Promise<Uint8Array> {
  const stream = await files.get(key)
  if (!stream) throw new GiveUp('The bytes of the mail are gone')
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

async function note(tx: Tx, { id }: InboundMailRow, mail: Mail | null, settled: Settled): Promise<void> {
  const { verdict, reason, ticketId = null, activityId = null } = settled
  await tx
    .update(inboundMails)
    .set({
      ...{ verdict, reason, ticketId, activityId },
      fromEmail: mail?.from ?? null,
      subject: mail?.subject ?? null,
      // Nothing was made of it: sent again, it may go better.
      ...(verdict === 'ignored' && !settled.returned && { claim: null }),
      settledAt: sql`clock_timestamp()`,
    })
    .where(eq(inboundMails.id, id))
  if (settled.returned) await noteReturned(tx, id, settled.returned)
  if (verdict === 'answered') await promise(tx, 'answer-mail', { mailId: id }, { lane: 'mail' })
}

async function settle(
  ports: MailPorts,
  rules: MailRules,
  row: InboundMailRow,
  mail: Mail,
  signal: AbortSignal,
): Promise<Settled> {
  const { db } = ports
  const { publicUrl } = rules.server
  const threadOf = (ids: readonly string[]) => findThread(db, ids, publicUrl)
  const ignored = (reason: MailReason, ticketId?: TicketId): Settled => ({
    verdict: 'ignored',
    reason,
    ...(ticketId && { ticketId }),
  })
  if (mail.from !== null && rules.mail.senders.includes(mail.from)) return ignored('own')
  if (mail.messageId !== null && (await threadOf([mail.messageId]))) return ignored('own')
  const automatic = isAutomatic(mail)
  if (automatic) {
    const returned = await findReturned(db, returnedIds(mail), publicUrl)
    if (!returned) return ignored(automatic)
    const isNews = automatic === 'bounce' && returned.isOurs && isUndelivered(mail)
    const { ticketId, activityId } = returned
    if (isNews && !(await claim(db, row.id, mail.digest))) return ignored('repeated', ticketId)
    return { ...ignored(automatic, ticketId), activityId, ...(isNews && { returned }) }
  }
  if (mail.from === null) return ignored('sender')

  const sender = await findSender(db, mail.from)
  const thread = await threadOf(mail.answers)
  const about = thread?.ticketId
  const found = authenticity(mail, rules.mail.inbound.authServer)
  // What the team says moves tickets and is believed: a sender that anybody can write is not enough.
  const isBelieved = found === 'pass' || (found === 'none' && sender !== null && !isOfTheTeam(sender))
  if (sender && !isBelieved) return ignored('not-authentic', about)
  if (isEmpty(mail)) return ignored('empty', about)
  const ticket = about && (await findTicket(db, about))
  const isTheirs =
    sender && ticket && maySee(sender, ticket) && (thread?.onlyFor ?? sender.userId) === sender.userId
  if (sender && ticket && isTheirs) {
    if (await isTooMany(db, ticket.id)) return ignored('too-many', ticket.id)
    if (!(await claim(db, row.id, mail.digest))) return ignored('repeated', ticket.id)
    return reply(ports, rules, { row, mail, sender, ticket, signal })
  }
  const reason = !sender ? 'unknown' : about ? 'not-a-participant' : 'no-ticket'
  const { unknown } = rules.mail.inbound
  if (unknown === 'ticket' && sender) {
    if (!(await claim(db, row.id, mail.digest))) return ignored('repeated', about)
    return fileByMail(ports, rules, { row, mail, sender, signal })
  }
  if (unknown === 'reply' && !about && (await mayAnswer(db, mail.from)))
    return { verdict: 'answered', reason }
  return ignored(reason, about)
}

async function findSender(db: Db, email: string): Promise<Sender | null> {
  const [found] = await db
    .select({ user: users, exceptions })
    .from(users)
    .where(and(eq(users.email, email), users.isActive))
  if (!found) return null
  const { id: userId, role, department } = found.user
  return { userId, role, department, ...found }
}

async function isTooMany(db: Db, ticketId: TicketId): Promise<boolean> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(inboundMails)
    .where(
      and(
        eq(inboundMails.ticketId, ticketId),
        eq(inboundMails.verdict, 'message'),
        sql`${inboundMails.receivedAt} > clock_timestamp() - interval '1 hour'`,
      ),
    )
  return (row?.count ?? 0) >= MOST_AN_HOUR
}

/** One letter a day: two machines that answer each other have nothing to go on with. */
async function mayAnswer(db: Db, from: string): Promise<boolean> {
  const [row] = await db
    .select({ id: inboundMails.id })
    .from(inboundMails)
    .where(
      and(
        eq(inboundMails.fromEmail, from),
        eq(inboundMails.verdict, 'answered'),
        sql`${inboundMails.receivedAt} > clock_timestamp() - interval '1 day'`,
      ),
    )
    .limit(1)
  return row === undefined
}

/** False: another mail is the same, and it is that one's to become something. */
async function claim(db: Db, id: InboundMailId, digest: string): Promise<boolean> {
  try {
    await db.update(inboundMails).set({ claim: digest }).where(eq(inboundMails.id, id))
    return true
  } catch (error) {
    if (brokenConstraint(error) === 'inbound_mails_claim_is_unique') return false
    throw error
  }
}

export type Incoming = { row: InboundMailRow; mail: Mail; sender: Sender; signal: AbortSignal }

async function reply(
  ports: MailPorts,
  rules: MailRules,
  { row, mail, sender, ticket, signal }: Incoming & { ticket: TicketRow },
): Promise<Settled> {
  const clientId = `mail:${mail.digest}`
  const settled = (message: { id: MessageId; ticketId: TicketId }): Settled => ({
    verdict: 'message',
    reason: 'reply',
    ticketId: message.ticketId,
    activityId: message.id,
  })
  const earlier = await saidByMail(ports.db, sender, clientId)
  if (earlier) return settled(earlier)
  try {
    const parts = await keepParts(ports, sender.userId, mail.attachments, signal)
    const { text, bodyHtml } = contentOf(mail, parts, sender.user.locale)
    const said = await speak(
      ports,
      rules,
      sender,
      ticket,
      {
        kind: 'comment',
        text,
        uploadIds: parts.uploadIds,
        clientId,
        mail: {
          subject: mail.subject || null,
          bodyHtml,
          fromEmail: mail.from,
          toEmail: null,
          mailMessageId: mail.messageId,
          ...(!speaksForTheTeam(sender, ticket) && { source: 'email', direction: 'incoming' }),
        },
      },
      localVisit(`mail-${row.id}`),
    )
    return settled(said.row)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'disk-full') throw new Postpone(DISK_FULL_PAUSE_MS)
    if (error.code === 'ticket-closed' || error.code === 'reopen-window-over')
      return { verdict: 'ignored', reason: 'ticket-closed', ticketId: ticket.id }
    const twin = error.code === 'idempotency-key-reused' && (await saidByMail(ports.db, sender, clientId))
    if (twin) return settled(twin)
    throw error
  }
}

async function saidByMail(db: Db, { userId }: Sender, clientId: string) {
  const [row] = await db
    .select({ id: activities.id, ticketId: activities.ticketId })
    .from(activities)
    .where(and(eq(activities.authorUserId, userId), eq(activities.clientId, clientId)))
  return row
}
