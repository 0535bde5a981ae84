import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { noticeCursor, noticePreferences, notices } from '#src/db/notice-schema.ts'
import { users } from '#src/db/schema.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import { insertRows } from '#src/db/write-rows.ts'
import { hasNews, type News, readNews } from './news.ts'
import { isWanted } from './preferences.ts'
import { type Reason, type TeamMember, whoIsTold } from './who-is-told.ts'

const AT_ONCE = 500

/**
 * Makes the notices of what was told since the last turn, in the order of the commits. The cursor moves in the transaction that makes
 * them, and is locked until then, so nothing is passed over and nothing is made twice, whoever dies. Returns whether there is more.
 */
export async function makeNotices(db: Db): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [cursor] = await tx.select().from(noticeCursor).for('update', { skipLocked: true })
    // Another gateway is at it.
    if (!cursor) return false
    const { upTo, news, isFull } = await readNews(tx, cursor.seq, AT_ONCE)
    if (upTo === cursor.seq) return false
    await tx.update(noticeCursor).set({ seq: upTo })
    if (news.length > 0) await telling(tx, (tell) => notice(tx, news, tell))
    return isFull
  })
}

/** Whether a turn would find anything to make notices of; what is of no interest is passed over now and then. */
export async function areNoticesDue(db: Db): Promise<boolean> {
  const [cursor] = await db.select().from(noticeCursor)
  return cursor !== undefined && hasNews(db, cursor.seq)
}

async function notice(tx: Tx, news: readonly News[], tell: Tell): Promise<void> {
  const team = await readTeam(tx)
  const reasons = togetherOf(news.filter(({ kind }) => kind !== 'ticket-read')).flatMap((together) =>
    whoIsTold(together, team),
  )
  await writeNotices(tx, reasons, tell)
  await noteRead(tx, news, tell)
}

/** What was told by one transaction about one ticket, in order. */
function togetherOf(news: readonly News[]): News[][] {
  const groups = Map.groupBy(
    news,
    ({ toldWith, seq, ticketId }) => `${toldWith ?? `alone ${seq}`} ${ticketId}`,
  )
  return [...groups.values()]
}

async function readTeam(tx: Tx): Promise<TeamMember[]> {
  return tx
    .select({ id: users.id, department: sql<string>`lower(trim(${users.department}))`, email: users.email })
    .from(users)
    .where(and(ne(users.role, 'requester'), users.isActive))
}

const WRITTEN = [
  ...[
    'userId',
    'kind',
    'ticketId',
    'seq',
    'messageId',
    'actorId',
    'actorName',
    'isInternal',
    'data',
    'isListed',
  ],
] as const

async function writeNotices(tx: Tx, reasons: readonly Reason[], tell: Tell): Promise<void> {
  if (reasons.length === 0) return
  const ids = [...new Set(reasons.map(({ userId }) => userId))]
  const people = await tx
    .select({ id: users.id, email: users.email, kept: noticePreferences })
    .from(users)
    .leftJoin(noticePreferences, eq(noticePreferences.userId, users.id))
    .where(and(inArray(users.id, ids), users.isActive))
  const known = new Map(people.map((person) => [person.id, person]))
  const rows = reasons.flatMap((reason) => {
    const person = known.get(reason.userId)
    return person ? { ...reason, isListed: isWanted(person.kept, reason.kind, 'app') } : []
  })
  await insertRows(
    tx,
    notices,
    rows.filter(({ isListed }) => isListed),
    WRITTEN,
    { unless: sql`on conflict (user_id, seq) do nothing` },
  )
  tellOf(
    rows.filter(({ isListed }) => isListed),
    tell,
  )
}

/** Each of them hears of it where they are signed in: those who are told the same together. */
function tellOf(rows: readonly Reason[], tell: Tell): void {
  const alike = Map.groupBy(rows, ({ kind, seq, ticketId }) => `${seq} ${ticketId} ${kind}`)
  for (const [first, ...others] of alike.values()) {
    if (!first) continue
    const { kind, ticketId, actorId, isInternal, data } = first
    const user_ids = [first, ...others].map(({ userId }) => userId)
    const about = kind.startsWith('sla_') ? 'sla' : 'ticket'
    tell({ kind: 'notification', ticketId, actorId, isInternal, data: { user_ids, about, kind, ...data } })
  }
}

/** Whoever has read the ticket has read what they were told of it, and their other devices hear so. */
async function noteRead(tx: Tx, news: readonly News[], tell: Tell): Promise<void> {
  for (const { kind, seq, ticketId, actorId } of news) {
    if (kind !== 'ticket-read' || actorId === null) continue
    const isTheirs = and(eq(notices.userId, actorId), eq(notices.ticketId, ticketId))
    const read = await tx
      .update(notices)
      .set({ readAt: sql`clock_timestamp()` })
      .where(and(isTheirs, sql`${notices.readAt} is null and ${notices.seq} < ${seq}`))
      .returning({ isListed: notices.isListed })
    if (read.some(({ isListed }) => isListed))
      tell({ kind: 'notification', ticketId, actorId, data: { user_ids: [actorId], about: 'read' } })
  }
}
