import { and, asc, count, eq, sql } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { recordChange } from '#src/db/audit.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { type ReplyKind, replies } from '#src/db/reply-schema.ts'
import { rules } from '#src/db/rule-schema.ts'
import { users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { ReplyId } from '#src/ids.ts'
import { type Match, refuseOtherVersion } from '#src/version-match.ts'
import type { Visit } from '#src/visit.ts'
import { findReply, isFor, mayChange, type ReplyRow, readReplies, type ShownReply } from './queries.ts'
import { doesSomething, type EntryChange, MOST_REPLIES, type NewEntry, NOT_FOUND } from './reply.ts'

type Which = { kind: ReplyKind; id: ReplyId; match: Match }

export const addReply = (
  db: Db,
  caller: Caller,
  kind: ReplyKind,
  input: NewEntry,
  visit: Visit,
): Promise<ShownReply> =>
  db.transaction(async (tx) => {
    // Two that come together are counted one after the other.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, caller.userId)).for('update')
    const areOwn = and(eq(replies.ownerId, caller.userId), eq(replies.kind, kind))
    const [kept] = await tx.select({ replies: count() }).from(replies).where(areOwn)
    if ((kept?.replies ?? 0) >= MOST_REPLIES)
      throw new DomainError('too-many-replies', { limit: MOST_REPLIES })
    const { title, text: body, ...rest } = input
    const values = { kind, ownerId: caller.userId, title, body, ...columnsOf(rest) }
    const [row] = await tx.insert(replies).values(values).returning()
    if (!row) throw new Error('an insert returned nothing')
    await record(tx, caller, visit, 'added', { after: row })
    return findReply(tx, caller, kind, row.id)
  })

/** Two who wrote at once: the second is told, and loses nothing that they typed. */
export const changeReply = (
  db: Db,
  caller: Caller,
  { kind, id, match }: Which,
  change: EntryChange,
  visit: Visit,
): Promise<ShownReply> =>
  db.transaction(async (tx) => {
    const before = await lockReply(tx, caller, kind, id)
    refuseOtherVersion(before, match)
    if (before.isShared && change.is_shared === false) await refuseIfNamed(tx, before)
    const { title = before.title, text: body = before.body, ...rest } = change
    const wanted = { title, body, ...columnsOf(rest) }
    if (!doesSomething({ text: body, changes: rest.changes ?? before.changes })) throw saysNothing()
    const [after] = await tx
      .update(replies)
      .set({ ...wanted, version: sql`${replies.version} + 1`, updatedAt: sql`clock_timestamp()` })
      .where(eq(replies.id, id))
      .returning()
    if (!after) throw new Error('a locked row is gone')
    await record(tx, caller, visit, 'changed', { before, after })
    return findReply(tx, caller, kind, id)
  })

export const dropReply = (
  db: Db,
  caller: Caller,
  { kind, id }: Omit<Which, 'match'>,
  visit: Visit,
): Promise<void> =>
  db.transaction(async (tx) => {
    const before = await lockReply(tx, caller, kind, id)
    await refuseIfNamed(tx, before)
    await tx.delete(replies).where(eq(replies.id, id))
    await record(tx, caller, visit, 'deleted', { before })
  })

const columnsOf = ({ is_shared, is_internal, ...same }: Omit<EntryChange, 'title' | 'text'>) => ({
  ...same,
  ...(is_shared !== undefined && { isShared: is_shared }),
  ...(is_internal !== undefined && { isInternal: is_internal }),
})

const saysNothing = () =>
  new DomainError('invalid-request', {}, { fields: [{ in: 'body', path: ['text'], rule: 'required' }] })

/** What others keep for themselves is not there, whoever asks. */
async function lockReply(tx: Tx, caller: Caller, kind: ReplyKind, id: ReplyId): Promise<ReplyRow> {
  const isIt = and(eq(replies.id, id), eq(replies.kind, kind), isFor(caller))
  const [found] = await readReplies(tx, isIt).for('update', { of: replies })
  if (!found) throw new DomainError(NOT_FOUND[kind], { id })
  if (!mayChange(found, caller)) throw new DomainError('forbidden')
  return found.row
}

/** Rules answer with it, whoever it belongs to. */
async function refuseIfNamed(tx: Tx, { id, title }: ReplyRow): Promise<void> {
  const named = await tx
    .select({ name: rules.name })
    .from(rules)
    .where(eq(sql`${rules.effects} -> 'reply_id'`, sql`to_jsonb(${id}::integer)`))
    .orderBy(asc(rules.position))
  if (named.length === 0) return
  throw new DomainError('reply-in-use', { title, rules: named.map(({ name }) => name).join(', ') })
}

/** What is one's own is nobody else's, and so in no log but by its name. */
function record(
  tx: Tx,
  { userId: actorId }: Caller,
  visit: Visit,
  what: string,
  { before, after }: { before?: ReplyRow; after?: ReplyRow },
): Promise<void> {
  const { kind = 'reply', id = 0 } = after ?? before ?? {}
  const shown = ({ title, body, changes, isShared, isInternal }: ReplyRow) =>
    isShared ? { title, body, changes, is_shared: true, is_internal: isInternal } : { is_shared: false }
  return recordChange(tx, {
    ...{ actorId, visit, action: `${kind}-${what}`, subject: 'reply', subjectId: id },
    ...(before && { before: shown(before) }),
    ...(after && { after: shown(after) }),
  })
}
