import { and, asc, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import { type Caller, mayIn } from '#src/auth/access.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { type ReplyKind, replies } from '#src/db/reply-schema.ts'
import { users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { ReplyId } from '#src/ids.ts'
import type { Locale } from '#src/locale.ts'
import { type Macro, NOT_FOUND, type Reply } from './reply.ts'

export type ReplyRow = typeof replies.$inferSelect
export type ShownReply = Reply | Macro

export const isFor = ({ userId }: Caller): SQL | undefined =>
  or(eq(replies.ownerId, userId), replies.isShared)
/** One's own, and for leads those of their department. */
export const mayChange = ({ row, ownerDepartment }: Omit<Found, 'ownerName'>, caller: Caller) =>
  row.ownerId === caller.userId || mayIn(caller, 'replies:change-others', ownerDepartment)

type Wanted = { kind: ReplyKind; q?: string | undefined; locale?: Locale | undefined }

/** Words in any case, with accents or without. */
const plain = (text: SQL) => sql`lower(public.unaccent('public.unaccent', ${text}))`

export const wantedReplies = (caller: Caller, { kind, q, locale }: Wanted): SQL | undefined =>
  and(
    eq(replies.kind, kind),
    isFor(caller),
    q === undefined
      ? undefined
      : sql`strpos(${plain(sql`${replies.title} || ' ' || ${replies.body}`)}, ${plain(sql`${q}::text`)}) > 0`,
    locale && or(isNull(replies.locale), eq(replies.locale, locale)),
  )

/** In the order that people gave them. */
export const readReplies = (db: Db | Tx, wanted: SQL | undefined) =>
  db
    .select({ row: replies, ownerName: users.fullName, ownerDepartment: users.department })
    .from(replies)
    .innerJoin(users, eq(users.id, replies.ownerId))
    .where(wanted)
    .orderBy(asc(replies.position), asc(sql`lower(${replies.title})`), asc(replies.id))

export async function findReply(
  db: Db | Tx,
  caller: Caller,
  kind: ReplyKind,
  id: ReplyId,
): Promise<ShownReply> {
  const [found] = await readReplies(db, and(eq(replies.id, id), eq(replies.kind, kind), isFor(caller)))
  if (!found) throw new DomainError(NOT_FOUND[kind], { id })
  return showReply(found, caller)
}

type Found = { row: ReplyRow; ownerName: string; ownerDepartment: string }

export function showReply(found: Found, caller: Caller, filled: string | null = null): ShownReply {
  const { row, ownerName } = found
  const reply = {
    id: row.id,
    title: row.title,
    text: row.body,
    is_shared: row.isShared,
    locale: row.locale,
    position: row.position,
    is_own: row.ownerId === caller.userId,
    may_change: mayChange(found, caller),
    owner_name: ownerName,
    version: row.version,
    updated_at: row.updatedAt.toISOString(),
    filled,
  }
  return row.kind === 'macro' ? { ...reply, is_internal: row.isInternal, changes: row.changes } : reply
}
