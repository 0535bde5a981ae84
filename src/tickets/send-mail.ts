import { and, asc, eq, isNotNull, lt } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Db } from '#src/db/connect.ts'
import { filesOf, isOpen } from '#src/files/file-view.ts'
import type { FileRow } from '#src/files/store-upload.ts'
import { GiveUp, Postpone } from '#src/jobs/ends.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import type { LetterAttachment } from '#src/providers/mailer.ts'
import { taggedSubject } from './mail-content.ts'
import { threadIdOf } from './mail-thread.ts'
import type { MessageRow } from './message.ts'
import { findMessage, notingFailure } from './message-crm-status.ts'
import { ticketKey } from './promise-change.ts'
import { findTicket } from './queries.ts'

type Needed = Pick<Ports, 'db' | 'mailer' | 'files'>
type Sending = {
  /** `Name <address>`, as our own mails are sent. */
  ourselves: string
  publicUrl: string
}

/** A conversation is found by its first mails and its last ones. */
const MOST_REFERENCES = 20
const SCAN_WAIT_MS = 5_000

/** By our own mail server; then the CRM is told that it was. */
export const sendMail =
  (ports: Needed, { ourselves, publicUrl }: Sending): Task<'send-mail'> =>
  ({ ticketId, activityId }, job) =>
    notingFailure(ports.db, activityId, async () => {
      const { db, mailer } = ports
      const row = await findMessage(db, activityId)
      const ticket = await findTicket(db, ticketId)
      if (!row || !ticket) throw new GiveUp('There is no such mail')
      const [to = '', ...cc] = recipientsOf(row)
      const from = row.fromEmail ?? ''
      const letter = {
        to,
        cc,
        from: ourselves.toLowerCase().includes(`<${from}>`) ? ourselves : from,
        subject: taggedSubject(row.subject ?? ticket.title, ticket),
        text: row.bodyText,
        html: row.bodyHtml ?? '',
        messageId: row.mailMessageId ?? '',
        isAutomatic: false,
        references: [threadIdOf(ticket, publicUrl), ...(await mailsBefore(db, row))],
      }
      await using attached = await openAttachments(ports, row)
      await mailer.send({ ...letter, attachments: attached.attachments }, job.signal)
      await job.finish(async (tx) => {
        await promise(tx, 'push-email', { ticketId, activityId }, { key: ticketKey(ticketId) })
      })
    })

/** All whom a mail goes to stand in one column; the first is the one that it is for. */
export const recipientsOf = ({ toEmail }: Pick<MessageRow, 'toEmail'>) => (toEmail ?? '').split(', ')
export const toColumn = (to: string, cc: readonly string[]) => [to, ...cc].join(', ')

async function mailsBefore(db: Db, { ticketId, id }: MessageRow): Promise<string[]> {
  const isMail = and(
    eq(activities.ticketId, ticketId),
    lt(activities.id, id),
    isNotNull(activities.mailMessageId),
  )
  const rows = await db
    .select({ messageId: activities.mailMessageId })
    .from(activities)
    .where(isMail)
    .orderBy(asc(activities.id))
  const ids = rows.flatMap(({ messageId }) => messageId ?? [])
  return ids.length <= MOST_REFERENCES ? ids : [...ids.slice(0, 1), ...ids.slice(1 - MOST_REFERENCES)]
}

/** Streams of those that were opened and not read are let go of. */
async function openAttachments({ db, files }: Needed, { ticketId, id }: MessageRow) {
  const rows = (await filesOf(db, { ticketIds: [ticketId], activityIds: [id] })).filter(
    ({ activityId }) => activityId === id,
  )
  if (rows.some(({ scanStatus }) => scanStatus === 'waiting')) throw new Postpone(SCAN_WAIT_MS)
  const unsafe = rows.find((file) => !isOpen(file))
  if (unsafe) throw new GiveUp(`The attachment ${unsafe.filename} is not safe to send`)
  const attachments: LetterAttachment[] = []
  const close = async () => {
    await Promise.all(attachments.map(({ stream }) => (stream.locked ? undefined : stream.cancel())))
  }
  try {
    for (const file of rows) attachments.push(await open(files, file))
  } catch (error) {
    await close()
    throw error
  }
  return { attachments, [Symbol.asyncDispose]: close }
}

async function open(store: Ports['files'], { key, filename, mime, sizeBytes }: FileRow) {
  const stream = await store.get(key)
  if (!stream) throw new GiveUp(`The bytes of the attachment ${filename} are gone`)
  return { filename, type: mime, sizeBytes, stream }
}
