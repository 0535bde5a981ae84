import { and, eq } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import { telling } from '#src/db/tell.ts'
import { applyRules } from '#src/tickets/apply-rules.ts'
import { describeTicket } from '#src/tickets/describe-ticket.ts'
import { fileTicket } from '#src/tickets/file-ticket.ts'
import { withoutTags } from '#src/tickets/mail-content.ts'
import type { NewTicket } from '#src/tickets/new-ticket.ts'
import { claimRepetition, findRepeated } from '#src/tickets/repetition.ts'
import { nextTicketId } from '#src/tickets/ticket-number.ts'
import { localVisit } from '#src/visit.ts'
import { contentOf } from './content-of.ts'
import { keepParts } from './keep-parts.ts'
import type { Incoming, MailPorts, MailRules, Settled } from './take-mail.ts'

const WEEK_S = 7 * 24 * 3600

/** A mail of somebody who is known, and that answers nothing: a new ticket of theirs, once. */
export async function fileByMail(
  ports: MailPorts,
  rules: MailRules,
  { row, mail, sender, signal }: Incoming,
): Promise<Settled> {
  const settled = { verdict: 'ticket', reason: 'new' } as const
  const repetition = {
    userId: sender.userId,
    key: `mail:${mail.digest}`,
    bodyHash: mail.digest,
    seconds: WEEK_S,
  }
  const earlier = await findRepeated(ports.db, repetition)
  if (earlier) return { ...settled, ticketId: earlier }
  const parts = await keepParts(ports, sender.userId, mail.attachments, signal)
  const { text, bodyHtml } = contentOf(mail, parts, sender.user.locale)
  const title = titleOf(mail.subject) || (text.split('\n', 1)[0] ?? '').slice(0, 255).toWellFormed()
  const input = { ...NOTHING, title, description: text, attachments: { uploadIds: parts.uploadIds } }
  const asked = await describeTicket(ports, rules, sender, input)
  const { description, ruled } = await applyRules(ports, asked)
  const ticketId = await ports.db.transaction((tx) =>
    telling(tx, async (tell) => {
      const id = await nextTicketId(tx)
      const twin = await claimRepetition(tx, repetition, id)
      if (twin) return twin
      await fileTicket(tx, {
        ...{ ticketId: id, description, ruled, uploadIds: parts.uploadIds, timeZone: rules.timeZone },
        ...{ caller: sender, visit: localVisit(`mail-${row.id}`), tell, isByMail: true },
      })
      const of = { bodyHtml, fromEmail: mail.from, mailMessageId: mail.messageId }
      // A rule may have answered it.
      const isTheirs = and(eq(activities.ticketId, id), eq(activities.source, 'portal'))
      await tx.update(activities).set(of).where(isTheirs)
      return id
    }),
  )
  return { ...settled, ticketId }
}

/** Without what mail programs put before it. */
const titleOf = (subject: string) =>
  withoutTags(subject)
    .replace(/^(?:(?:re|res|rv|fw|fwd|enc|tr|ответ|отв)\s*:\s*)+/iu, '')
    .trim()

const NOTHING: NewTicket = {
  title: '',
  description: '',
  category: { name: null, isOpen: false },
  isWhole: false,
  priority: null,
  requesterId: null,
  responsibleId: null,
  department: null,
  systemType: null,
  phone: null,
  filial: null,
  requesterDepartment: null,
  cpf: null,
  related: null,
  custom: null,
  tags: [],
  draftId: null,
  attachments: { uploadIds: [] },
}
