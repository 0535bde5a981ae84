import { randomUUID } from 'node:crypto'
import type { ActivitySource } from '#src/db/activity-schema.ts'
import type { TicketRow } from '#src/tickets/queries.ts'
import type { MirrorBook } from './mirror-book.ts'
import { storableText } from './storable.ts'
import type { TimelineItem } from './timeline-items.ts'

const LONGEST = 255

/** A row for something that was said in the CRM. It stands where it was said, however late it was heard of. */
export function bornMessage(ticket: TicketRow, item: TimelineItem, book: MirrorBook) {
  const { kind, direction, contacts, createdAt, modifiedAt } = item
  const said = item.said()
  const isMail = kind === 'email'
  const source: ActivitySource = isMail ? 'email' : 'crm'
  const isIncoming = isMail && direction !== 'outgoing'
  const author = isIncoming ? customer(ticket, item, book) : employee(item, book)
  const others = short(contacts.join(', '))
  const inCharge = short(book.person(item.authorId)?.email ?? null)
  return {
    ticketId: ticket.id,
    kind,
    source,
    externalKind: item.externalKind,
    externalId: item.externalId,
    originKey: randomUUID(),
    isInternal: item.isInternal,
    direction,
    messageType: said.text === '' && item.files.length > 0 ? 'file' : 'text',
    ...author,
    subject: item.subject,
    bodyText: said.text,
    bodyHtml: said.html,
    fromEmail: isMail
      ? isIncoming
        ? (addressIn(item.sender) ?? others)
        : (addressIn(item.sender) ?? inCharge)
      : null,
    toEmail: isMail ? (isIncoming ? inCharge : others) : null,
    createdAtCrm: createdAt,
    crmModifiedAt: modifiedAt,
    crmDigest: item.digest,
    createdAt: isSameSecond(createdAt, ticket.createdAt) ? ticket.createdAt : createdAt,
  }
}

/** The CRM cuts moments to their second, and nothing was said before the ticket was there to say it on. */
const isSameSecond = (at: Date, openedAt: Date) => at < openedAt && openedAt.getTime() - at.getTime() < 1_000

function employee({ authorId }: TimelineItem, book: MirrorBook) {
  const person = book.person(authorId)
  return {
    authorUserId: person?.userId ?? null,
    authorCrmId: authorId,
    authorName: short(person?.name ?? null),
    authorEmail: short(person?.email ?? null),
  }
}

/** Whoever wrote to the company: the requester, another account of ours, or an address. */
function customer(ticket: TicketRow, { sender, contacts }: TimelineItem, book: MirrorBook) {
  const address = addressIn(sender) ?? short(contacts[0] ?? null)
  const isRequester = address !== null && address.toLowerCase() === ticket.requesterEmail?.toLowerCase()
  return {
    authorUserId: isRequester ? ticket.userId : book.requester(null, address),
    authorCrmId: null,
    authorName: isRequester ? ticket.requesterName : nameIn(sender),
    authorEmail: address,
  }
}

const short = (text: string | null) => (text ? storableText(text).slice(0, LONGEST) : null)
/** Of `Maria Santos <maria@example.com>`. */
const addressIn = (sender: string | null) =>
  short(
    /<([^<>\s]+@[^<>\s]+)>/.exec(sender ?? '')?.[1] ?? /^\s*(\S+@\S+)\s*$/.exec(sender ?? '')?.[1] ?? null,
  )
const nameIn = (sender: string | null) => short(/^\s*"?([^"<]+?)"?\s*</.exec(sender ?? '')?.[1] ?? null)
