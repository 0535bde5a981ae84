import { and, eq, isNotNull, or } from 'drizzle-orm'
import { activities } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import type { Tell } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { DealId, MessageId, TicketId } from '#src/ids.ts'
import { lockTicket } from '#src/tickets/queries.ts'
import type { StageMap } from '#src/tickets/stages.ts'
import { judgeMissing, judgeReading } from './judge-reading.ts'
import { readMirrorBook } from './mirror-book.ts'
import { ownPushes } from './own-pushes.ts'
import { keyOf, type TimelineItem } from './timeline-items.ts'
import { writeMessages } from './write-messages.ts'

/** `order`: drawn before the CRM was asked. `items`: all that it has on the deal. */
type Reading = { order: number; items: readonly TimelineItem[] }
type How = { isQuiet: boolean; stageMap: StageMap; tell: Tell }

export type KnownMessage = Awaited<ReturnType<typeof knownMessages>>[number]

const columns = {
  id: activities.id,
  kind: activities.kind,
  source: activities.source,
  isInternal: activities.isInternal,
  externalKind: activities.externalKind,
  externalId: activities.externalId,
  originKey: activities.originKey,
  authorName: activities.authorName,
  subject: activities.subject,
  crmStatus: activities.crmStatus,
  crmModifiedAt: activities.crmModifiedAt,
  crmReadOrder: activities.crmReadOrder,
  crmDigest: activities.crmDigest,
  deletedAt: activities.deletedAt,
  erasedAt: activities.erasedAt,
}

/** Those that the CRM has, and mails of ours that it may have by now. */
const knownMessages = (db: Db | Tx, ticketId: TicketId) =>
  db
    .select(columns)
    .from(activities)
    .where(
      and(
        eq(activities.ticketId, ticketId),
        or(isNotNull(activities.externalId), eq(activities.kind, 'email')),
      ),
    )

/**
 * Of what was said on a ticket, whose row is locked, makes the mirror equal to the CRM, by the same rule as its deal. Returns whether something could
 * not be told, so that it has to be read once more.
 */
export async function mirrorTimeline(
  tx: Tx,
  ticketId: TicketId,
  { order, items }: Reading,
  how: How,
): Promise<{ isAgain: boolean }> {
  let known = byKey(await knownMessages(tx, ticketId))
  const isMaybeOurs = (item: TimelineItem) =>
    !known.has(item.key) && (item.isOwn || (item.originKey !== null && known.has(item.originKey)))
  let pushes = { comments: false, mails: false }
  if (items.some(isMaybeOurs)) {
    pushes = await ownPushes(tx, ticketId)
    // One that ended before we looked has told its number by now.
    known = byKey(await knownMessages(tx, ticketId))
  }

  let isAgain = false
  const added: TimelineItem[] = []
  const changed: { row: KnownMessage; item: TimelineItem }[] = []
  for (const item of items) {
    // Its push will tell its number, and has the deal read once more then.
    if (isMaybeOurs(item) && (item.originKey === null ? pushes.comments : pushes.mails)) continue
    const row = known.get(item.key) ?? mailOfOurs(known, item)
    if (!row) {
      added.push(item)
      continue
    }
    // Refused by the CRM, which may have kept a note of it; whoever sends it again has it looked for.
    if (row.externalKind === null && row.crmStatus === 'failed') continue
    const isSame = row.crmDigest === item.digest
    const judged = judgeReading(
      { ...row, isMissing: row.deletedAt !== null },
      { order, modifiedAt: item.modifiedAt, isSame, isWhole: true },
    )
    if (judged === 'write') changed.push({ row, item })
    else if (judged === 'again') isAgain = true
  }

  const there = new Set(items.map(({ key }) => key))
  const missing: MessageId[] = []
  for (const [key, row] of known) {
    if (row.externalKind === null || there.has(key)) continue
    const judged = judgeMissing({ ...row, isMissing: row.deletedAt !== null }, order)
    if (judged === 'write') missing.push(row.id)
    else if (judged === 'again') isAgain = true
  }
  if (added.length + changed.length + missing.length > 0) {
    const ticket = await lockTicket(tx, ticketId)
    if (!ticket) throw new Error('a locked row is gone')
    const book = await readMirrorBook(tx, how.stageMap, {
      pipelineIds: [ticket.pipelineId],
      people: [...added, ...changed.map(({ item }) => item)].map(({ authorId }) => authorId),
      requesters: added.flatMap(({ contacts }) => contacts.map((email) => ({ matricula: null, email }))),
    })
    const removed = [...known.values()].filter(({ id }) => missing.includes(id))
    await writeMessages(tx, ticket, { added, changed, removed }, { ...how, book })
  }
  return { isAgain }
}

/** By what the CRM calls it, and mails of ours that do not know that yet by what we do. */
const byKey = (rows: readonly KnownMessage[]) =>
  new Map(
    rows.map((row) => [
      row.externalKind !== null && row.externalId !== null
        ? keyOf(row.externalKind, row.externalId)
        : row.originKey,
      row,
    ]),
  )

/** One that the CRM has, and whose push ended before it could say so. */
function mailOfOurs(known: ReadonlyMap<string, KnownMessage>, { originKey }: TimelineItem) {
  return originKey === null ? undefined : known.get(originKey)
}

/** What nobody here knows yet is made ready before rows are locked: a long timeline takes its time. */
export async function makeReady(db: Db, dealId: DealId, items: readonly TimelineItem[]) {
  if (items.length === 0) return
  const known = await db
    .select({ digest: activities.crmDigest })
    .from(activities)
    .innerJoin(deals, eq(deals.id, activities.ticketId))
    .where(and(eq(deals.dealId, dealId), isNotNull(activities.crmDigest)))
  const digests = new Set(known.map(({ digest }) => digest))
  for (const item of items) {
    if (digests.has(item.digest)) continue
    item.said()
    // Others are served between one and the next.
    await new Promise(setImmediate)
  }
}
