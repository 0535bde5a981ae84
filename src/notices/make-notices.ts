import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import {
  type LetterPace,
  type NoticeMail,
  noticeCursor,
  noticePreferences,
  notices,
} from '#src/db/notice-schema.ts'
import { users } from '#src/db/schema.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import { insertRows } from '#src/db/write-rows.ts'
import type { NoticeId, UserId } from '#src/ids.ts'
import { promiseMany } from '#src/jobs/promise-many.ts'
import type { Config, Ports } from '#src/ports.ts'
import { MOST_AN_HOUR, MOST_OF_A_TICKET } from './caps.ts'
import { hasNews, type News, readNews } from './news.ts'
import { isWanted } from './preferences.ts'
import { promiseDigest } from './promise-digest.ts'
import { deviceKey, findDevices } from './push-devices.ts'
import { type Reason, type TeamMember, whoIsTold } from './who-is-told.ts'

const AT_ONCE = 500

type Needed = Pick<Ports, 'db' | 'clock'>
type Rules = Pick<Config, 'timeZone'>
type Around = Rules & { tell: Tell; now: Date }

/**
 * Makes the notices of what was told since the last turn, in the order of the commits. The cursor moves in the transaction that makes
 * them, and is locked until then, so nothing is passed over and nothing is made twice, whoever dies. Returns whether there is more.
 */
export async function makeNotices({ db, clock }: Needed, rules: Rules): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [cursor] = await tx.select().from(noticeCursor).for('update', { skipLocked: true })
    // Another gateway is at it.
    if (!cursor) return false
    const { upTo, news, isFull } = await readNews(tx, cursor.seq, AT_ONCE)
    if (upTo === cursor.seq) return false
    await tx.update(noticeCursor).set({ seq: upTo })
    if (news.length > 0) await telling(tx, (tell) => notice(tx, news, { tell, now: clock(), ...rules }))
    return isFull
  })
}

/** Whether a turn would find anything to make notices of; what is of no interest is passed over now and then. */
export async function areNoticesDue(db: Db): Promise<boolean> {
  const [cursor] = await db.select().from(noticeCursor)
  return cursor !== undefined && hasNews(db, cursor.seq)
}

async function notice(tx: Tx, news: readonly News[], around: Around): Promise<void> {
  const team = await readTeam(tx)
  const reasons = togetherOf(news.filter(({ kind }) => kind !== 'ticket-read')).flatMap((together) =>
    whoIsTold(together, team),
  )
  await writeNotices(tx, reasons, around)
  await noteRead(tx, news, around.tell)
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
    'mail',
    'isPushed',
  ],
] as const

async function writeNotices(tx: Tx, reasons: readonly Reason[], around: Around): Promise<void> {
  if (reasons.length === 0) return
  const ids = [...new Set(reasons.map(({ userId }) => userId))]
  const people = await tx
    .select({ id: users.id, email: users.email, kept: noticePreferences })
    .from(users)
    .leftJoin(noticePreferences, eq(noticePreferences.userId, users.id))
    .where(and(inArray(users.id, ids), users.isActive))
  const known = new Map(people.map((person) => [person.id, person]))
  const paceOf = await createCaps(tx, ids)
  const devices = Map.groupBy(await findDevices(tx, ids, around.now), ({ userId }) => userId)
  const rows = reasons.flatMap((reason) => {
    const person = known.get(reason.userId)
    if (!person) return []
    const { kind, mailedTo } = reason
    const isListed = isWanted(person.kept, kind, 'app')
    // Of deadlines they are written to by sla/send-sla-letter.ts, when they work.
    const isMailed =
      !kind.startsWith('sla_') &&
      isWanted(person.kept, kind, 'mail') &&
      !mailedTo.includes(person.email.toLowerCase())
    const mail = isMailed ? paceOf(reason, person.kept?.letters ?? 'now') : 'none'
    const isPushed = devices.has(person.id) && isWanted(person.kept, kind, 'push')
    return isListed || isMailed || isPushed
      ? [{ ...reason, isListed, mail, isPushed, kept: person.kept }]
      : []
  })
  const made = await insertRows<{ id: NoticeId; user_id: UserId; mail: NoticeMail; is_pushed: boolean }>(
    tx,
    notices,
    rows,
    WRITTEN,
    {
      unless: sql`on conflict (user_id, seq) do nothing`,
      returning: sql`id::float8 as id, user_id, mail, is_pushed`,
    },
  )
  const letters = made.filter(({ mail }) => mail === 'promised')
  await promiseMany(
    tx,
    'send-notice',
    letters.map(({ id }) => ({ payload: { noticeId: id }, key: `notice:${id}` })),
    { lane: 'mail' },
  )
  const pushes = made
    .filter((one) => one.is_pushed)
    .flatMap(({ id, user_id }) => (devices.get(user_id) ?? []).map((device) => ({ device, noticeId: id })))
  await promiseMany(
    tx,
    'push-notice',
    pushes.map(({ device, noticeId }) => ({
      payload: { deviceId: device.id, noticeId },
      key: deviceKey(device.id),
    })),
    { lane: 'mail' },
  )
  for (const userId of new Set(made.filter(({ mail }) => mail === 'gathered').map((one) => one.user_id)))
    await promiseDigest(tx, userId, known.get(userId)?.kept ?? null, around)
  tellOf(
    rows.filter(({ isListed }) => isListed),
    around.tell,
  )
}

async function createCaps(tx: Tx, ids: readonly UserId[]) {
  const rows = await tx.execute<{ user_id: UserId; ticket_id: number; letters: number }>(sql`
    select user_id, ticket_id, count(*)::int as letters from notices
    where user_id = any(${`{${ids.join()}}`}::int[]) and mail in ('promised', 'sent') and gathered_by is null
      and made_at > clock_timestamp() - interval '1 hour'
    group by user_id, ticket_id`)
  const counts = new Map<string, number>()
  const count = (key: string, by: number) => counts.set(key, (counts.get(key) ?? 0) + by)
  for (const { user_id, ticket_id, letters } of rows) {
    count(`${user_id}`, letters)
    count(`${user_id} ${ticket_id}`, letters)
  }
  return ({ userId, ticketId }: Reason, pace: LetterPace): NoticeMail => {
    const [all, ofTicket] = [`${userId}`, `${userId} ${ticketId}`]
    const isTooMuch =
      (counts.get(all) ?? 0) >= MOST_AN_HOUR || (counts.get(ofTicket) ?? 0) >= MOST_OF_A_TICKET
    if (pace !== 'now' || isTooMuch) return 'gathered'
    count(all, 1)
    count(ofTicket, 1)
    return 'promised'
  }
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
