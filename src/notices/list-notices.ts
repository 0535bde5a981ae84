import { z } from '@hono/zod-openapi'
import { and, count, desc, eq, inArray, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import { type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { activities } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { NOTICE_KINDS, notices } from '#src/db/notice-schema.ts'
import { users } from '#src/db/schema.ts'
import { telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { NoticeId } from '#src/ids.ts'

/** Of what was said, so much is shown in a list. */
const EXCERPT_CHARACTERS = 160
/** A badge says no more than that there are many. */
const MOST_COUNTED = 1_000

export const Notice = z
  .object({
    id: z.int(),
    kind: z.enum(NOTICE_KINDS),
    ticket: z.object({
      id: z.int(),
      ticket_number: z.string(),
      deal_id: z.int().nullable(),
      title: z.string(),
      is_own: z.boolean(),
    }),
    actor: z
      .object({ id: z.int().nullable(), name: z.string().nullable() })
      .nullable()
      .openapi({ description: 'null: the CRM, or nobody' }),
    message_id: z.int().nullable(),
    excerpt: z.string().nullable().openapi({ description: 'The beginning of what was said' }),
    data: z.record(z.string(), z.unknown()).openapi({ description: 'Of deadlines: target, level, due_at' }),
    created_at: z.iso.datetime(),
    read_at: z.iso.datetime().nullable(),
  })
  .openapi('Notice')
export type Notice = z.infer<typeof Notice>

export const UnreadCount = z
  .object({ unread_count: z.int().openapi({ description: `At most ${MOST_COUNTED}` }) })
  .openapi('UnreadCount')
export type UnreadCount = z.infer<typeof UnreadCount>

type Place = { limit: number; skip: number; cursor?: number | undefined }
type Found = { items: Notice[]; nextCursor: number | null; unreadCount: number }

/** The newest first. What somebody may not see any more is not there. */
export async function listNotices(
  db: Db,
  caller: Caller,
  { unread }: { unread?: boolean | undefined },
  { limit, skip, cursor }: Place,
): Promise<Found> {
  const wanted = and(
    isTheirs(caller),
    cursor === undefined ? undefined : lt(notices.id, cursor as NoticeId),
    unread === undefined ? undefined : unread ? isNull(notices.readAt) : sql`${notices.readAt} is not null`,
  )
  const [rows, unreadCount] = await Promise.all([
    db
      .select({
        notice: notices,
        ticketNumber: deals.ticketNumber,
        dealId: deals.dealId,
        title: deals.title,
        ownerId: deals.userId,
        actorName: users.fullName,
        excerpt: sql<string | null>`left(${activities.bodyText}, ${EXCERPT_CHARACTERS})`,
      })
      .from(notices)
      .innerJoin(deals, eq(deals.id, notices.ticketId))
      .leftJoin(users, eq(users.id, notices.actorId))
      .leftJoin(
        activities,
        and(eq(activities.id, notices.messageId), isNull(activities.deletedAt), maySee(caller)),
      )
      .where(wanted)
      .orderBy(desc(notices.id))
      .offset(skip)
      .limit(limit + 1),
    countUnread(db, caller),
  ])
  const shown = rows.slice(0, limit)
  const items = shown.map(
    ({ notice, ticketNumber, dealId, title, ownerId, actorName, excerpt }): Notice => ({
      id: notice.id,
      kind: notice.kind,
      ticket: {
        id: notice.ticketId,
        ticket_number: ticketNumber,
        deal_id: dealId,
        title,
        is_own: ownerId === caller.userId,
      },
      actor:
        notice.actorId === null && notice.actorName === null
          ? null
          : { id: notice.actorId, name: actorName ?? notice.actorName },
      message_id: notice.messageId,
      excerpt,
      data: notice.data,
      created_at: notice.madeAt.toISOString(),
      read_at: notice.readAt?.toISOString() ?? null,
    }),
  )
  return { items, nextCursor: rows.length > limit ? (shown.at(-1)?.notice.id ?? null) : null, unreadCount }
}

/** Which: by their ids, or all up to one, so that none is called read that nobody has seen. */
export const WhichNotices = z
  .strictObject({
    ids: z.array(z.int().min(1).max(Number.MAX_SAFE_INTEGER)).min(1).max(200).optional(),
    all: z.literal(true).optional(),
    up_to: z
      .int()
      .min(1)
      .max(Number.MAX_SAFE_INTEGER)
      .optional()
      .openapi({ description: 'With `all`: the newest that was seen' }),
  })
  .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), {
    path: ['ids'],
    params: { rule: 'not-valid' },
  })
  .openapi('WhichNotices')
export type WhichNotices = z.output<typeof WhichNotices>

export async function markNoticesRead(
  db: Db,
  caller: Caller,
  { ids, up_to }: WhichNotices,
): Promise<UnreadCount> {
  return db.transaction(async (tx) => {
    const wanted = ids
      ? inArray(notices.id, ids as NoticeId[])
      : up_to === undefined
        ? undefined
        : lte(notices.id, up_to as NoticeId)
    const read = await tx
      .update(notices)
      .set({ readAt: sql`clock_timestamp()` })
      .where(and(eq(notices.userId, caller.userId), notices.isListed, isNull(notices.readAt), wanted))
      .returning({ ticketId: notices.ticketId })
    const unread_count = await countUnread(tx, caller)
    const [first] = read
    if (first)
      // Their other devices, and nobody else.
      await telling(tx, async (tell) =>
        tell({
          kind: 'notification',
          ticketId: first.ticketId,
          actorId: caller.userId,
          isInternal: true,
          data: { user_ids: [caller.userId], about: 'read' },
        }),
      )
    return { unread_count }
  })
}

async function countUnread(db: Db | Tx, caller: Caller): Promise<number> {
  const some = db
    .select({ id: notices.id })
    .from(notices)
    .innerJoin(deals, eq(deals.id, notices.ticketId))
    .where(and(isTheirs(caller), isNull(notices.readAt)))
    .limit(MOST_COUNTED)
    .as('some')
  const [row] = await db.select({ unread: count() }).from(some)
  return row?.unread ?? 0
}

/** Whoever has left the team since sees what is about their own tickets, and those that they follow. */
const isTheirs = (caller: Caller): SQL | undefined =>
  and(
    eq(notices.userId, caller.userId),
    notices.isListed,
    isOfTheTeam(caller)
      ? undefined
      : and(
          or(eq(deals.userId, caller.userId), sql`${caller.userId} = any(${deals.watcherIds})`),
          eq(notices.isInternal, false),
        ),
  )

const maySee = (caller: Caller): SQL | undefined =>
  isOfTheTeam(caller) ? undefined : or(eq(activities.isInternal, false))
