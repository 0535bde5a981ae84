import { sql } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Tx } from '#src/db/connect.ts'
import { nextInReadOrder } from '#src/db/mirror-schema.ts'
import type { Tell } from '#src/db/tell.ts'
import { insertRows, updateRows } from '#src/db/write-rows.ts'
import type { MessageId } from '#src/ids.ts'
import type { Happened } from '#src/sla/clocked.ts'
import { saidOf } from '#src/sla/said-of.ts'
import { senderTypeOf } from '#src/tickets/message.ts'
import { promiseChange } from '#src/tickets/promise-change.ts'
import { changeRow, type TicketColumns, type TicketRow } from '#src/tickets/queries.ts'
import { localVisit } from '#src/visit.ts'
import { bornMessage } from './born-message.ts'
import { endOfSecond } from './end-of-second.ts'
import { expectFiles } from './expect-files.ts'
import type { MirrorBook } from './mirror-book.ts'
import { recordLines } from './mirror-news.ts'
import type { KnownMessage } from './mirror-timeline.ts'
import { isOurs, ownText } from './own-text.ts'
import { moveOfReply } from './reply-move.ts'
import { keyOf, type TimelineItem } from './timeline-items.ts'

type Changes = {
  added: readonly TimelineItem[]
  changed: readonly { row: KnownMessage; item: TimelineItem }[]
  removed: readonly KnownMessage[]
}
type How = { isQuiet: boolean; tell: Tell; book: MirrorBook }
type News = {
  id: MessageId
  what: 'added' | 'changed' | 'removed'
  kind: string
  isInternal: boolean
  data?: object
}

type Row = Record<string, unknown>

const VISIT = localVisit('mirror')

const BORN = [
  ...[
    'ticketId',
    'kind',
    'source',
    'externalKind',
    'externalId',
    'originKey',
    'isInternal',
    'direction',
    'messageType',
  ],
  ...[
    'authorUserId',
    'authorCrmId',
    'authorName',
    'authorEmail',
    'subject',
    'bodyText',
    'bodyHtml',
    'fromEmail',
  ],
  ...['toEmail', 'crmStatus', 'createdAtCrm', 'crmModifiedAt', 'crmReadOrder', 'crmDigest', 'createdAt'],
] as const
/** Of what we wrote ourselves the CRM only knows the words. */
const HEARD = [
  'externalKind',
  'externalId',
  'crmStatus',
  'crmModifiedAt',
  'crmReadOrder',
  'crmDigest',
] as const
const RETOLD = ['bodyText', 'editedAt', 'deletedAt', ...HEARD] as const
const REWRITTEN = [
  ...[
    'direction',
    'authorUserId',
    'authorCrmId',
    'authorName',
    'authorEmail',
    'subject',
    'bodyHtml',
    'fromEmail',
    'toEmail',
  ],
  ...RETOLD,
] as const
const REMOVED = ['deletedAt', 'crmReadOrder'] as const

/** All of it in a handful of statements, and what it means for the ticket. The ticket is locked. */
export async function writeMessages(
  tx: Tx,
  ticket: TicketRow,
  { added, changed, removed }: Changes,
  { isQuiet, tell, book }: How,
): Promise<void> {
  const [drawn] = await tx.execute<{ order: number; now: string }>(
    sql`select ${nextInReadOrder}::float8 as order, clock_timestamp()::text as now`,
  )
  if (!drawn) throw new Error('a sequence gave no number')
  const heard = { crmReadOrder: drawn.order, crmStatus: 'synced' as const }
  const now = new Date(drawn.now)
  const news: News[] = []

  const born = added
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.externalId - b.externalId)
    .map((item) => ({ ...bornMessage(ticket, item, book), ...heard }))
  const made = await insertRows<{
    id: MessageId
    external_kind: 'comment' | 'activity'
    external_id: number
  }>(tx, activities, born, BORN, {
    returning: sql`id, external_kind, external_id`,
  })
  const idOf = new Map(made.map((row) => [keyOf(row.external_kind, row.external_id), row.id]))
  for (const row of born) {
    const id = idOf.get(keyOf(row.externalKind, row.externalId))
    if (id === undefined) throw new Error('an insert returned too little')
    const author = { id: row.authorUserId, name: row.authorName }
    const data = { sender_type: senderTypeOf(row), author, client_id: null }
    news.push({ id, what: 'added', kind: row.kind, isInternal: row.isInternal, data })
  }

  const rewritten: Row[] = []
  const retold: Row[] = []
  const only: Row[] = []
  for (const { row, item } of changed) {
    const known = { id: row.id, ...heard, crmModifiedAt: item.modifiedAt, crmDigest: item.digest }
    const named = { ...known, externalKind: item.externalKind, externalId: item.externalId }
    if (row.erasedAt !== null) {
      only.push(named)
      continue
    }
    const isBack = row.deletedAt !== null
    const isSame = row.crmDigest === item.digest && !isBack
    const text = isSame ? null : await ownText(tx, row, item)
    const edited = { deletedAt: null, editedAt: isBack ? null : (item.modifiedAt ?? now) }
    if (isSame || (isOurs(row) && text === null && !isBack)) {
      only.push(named)
      continue
    }
    if (isOurs(row)) retold.push({ ...named, ...edited, bodyText: text ?? '' })
    else rewritten.push({ ...bornMessage(ticket, item, book), ...named, ...edited })
    const what = isBack ? 'added' : 'changed'
    news.push({ id: row.id, what, kind: row.kind, isInternal: row.isInternal })
  }
  await updateRows(tx, activities, only, HEARD)
  await updateRows(tx, activities, retold, RETOLD)
  await updateRows(tx, activities, rewritten, REWRITTEN)
  const gone = removed.map(({ id }) => ({ id, deletedAt: now, crmReadOrder: drawn.order }))
  await updateRows(tx, activities, gone, REMOVED)
  for (const { id, kind, isInternal } of removed) news.push({ id, what: 'removed', kind, isInternal })

  const lane = isQuiet ? 'backfill' : 'reconcile'
  const filed = [
    ...added
      .filter(({ files, isOwn }) => files.length > 0 && !isOwn)
      .map((item) => ({ item, id: idOf.get(item.key) })),
    ...changed
      .filter(({ row }) => !isOurs(row) && row.erasedAt === null)
      .map(({ row, item }) => ({ item, id: row.id })),
  ]
  for (const { item, id } of filed)
    if (id !== undefined)
      await expectFiles(tx, { ticketId: ticket.id, activityId: id, files: item.files }, lane)

  if (!isQuiet)
    for (const { id, what, kind, isInternal, data } of news)
      tell({
        kind: `message-${what}`,
        ticketId: ticket.id,
        actorId: null,
        isInternal,
        data: { message_id: id, kind, ...data },
      })
  await recordLines(
    tx,
    news.map(({ id, what, kind }) => ({
      subjectId: ticket.id,
      before: null,
      after: { message_id: id, kind, message: what },
    })),
  )
  const counted = (what: News['what']) => news.filter((one) => one.what === what && !one.isInternal).length
  const said = born.flatMap((row): Happened[] => {
    const kind = saidOf(row, ticket.userId)
    return kind ? [{ kind, data: {}, at: endOfSecond(row.createdAtCrm, now) }] : []
  })
  // What was said long ago moves nothing.
  const move = isQuiet ? null : await moveOfReply(tx, ticket, said, book)
  const columns: TicketColumns = {
    messageCount: Math.max(0, ticket.messageCount + counted('added') - counted('removed')),
    ...effects(ticket, born, isQuiet),
    ...move?.columns,
  }
  const after = await changeRow(tx, ticket, columns, {
    actorId: null,
    action: 'ticket-mirrored',
    visit: VISIT,
    tell: isQuiet ? () => undefined : tell,
    ...{ now, at: move?.at, said, isQuiet },
  })
  await promiseChange(tx, ticket, after)
}

/** What was said by one side is unread by the other, and the first answer of the team counts wherever it was given. */
function effects(
  ticket: TicketRow,
  born: readonly ReturnType<typeof bornMessage>[],
  isQuiet: boolean,
): TicketColumns {
  const open = born.filter(({ isInternal }) => !isInternal)
  const isByTeam = (row: (typeof open)[number]) =>
    senderTypeOf(row) === 'admin' && (row.authorUserId === null || row.authorUserId !== ticket.userId)
  const answers = open.filter((row) => isByTeam(row) && row.direction !== 'incoming')
  const [first] = answers
  const isEarlier = first && (ticket.firstResponseAt === null || first.createdAt < ticket.firstResponseAt)
  return {
    ...(isEarlier && { firstResponseAt: first.createdAt }),
    ...(!isQuiet && answers.length > 0 && { isUnread: true }),
    ...(!isQuiet &&
      open.some((row) => !isByTeam(row) || row.direction === 'incoming') && { isUnreadByTeam: true }),
  }
}
