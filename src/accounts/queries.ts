import {
  and,
  eq,
  getTableColumns,
  gt,
  inArray,
  isNull,
  ne,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm'
import type { Exceptions } from '#src/auth/access.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { pushDevices } from '#src/db/notice-schema.ts'
import { accountLetters, permissions, sessions, users } from '#src/db/schema.ts'
import { channelOf } from '#src/db/signals.ts'
import type { SessionId, UserId } from '#src/ids.ts'
import type { UserRow } from './user.ts'

export type RevokedReason = 'signed-out' | 'password-changed' | 'deactivated' | 'token-reused'

export async function findUser(db: Db | Tx, by: SQL | undefined): Promise<UserRow | undefined> {
  const [row] = await db.select().from(users).where(by).limit(1)
  return row
}

export const findUserById = (db: Db | Tx, id: UserId) => findUser(db, eq(users.id, id))
export const findUserByMatricula = (db: Db | Tx, matricula: string) =>
  findUser(db, eq(users.matricula, matricula))

/** Locked until the transaction ends, so that what is checked is still true when it is changed. */
export async function lockUser(tx: Tx, id: UserId): Promise<UserRow | undefined> {
  const [row] = await tx.select().from(users).where(eq(users.id, id)).for('update')
  return row
}

/** Whoever holds sockets of theirs looks again who they are. A part of a statement, so that it is said when that commits. */
const tellOfCaller = (userId: SQLWrapper) => sql`pg_notify(${channelOf('callers-changed')}, ${userId}::text)`

/** At once and everywhere: every request looks its session up, and sockets are told. */
export async function revokeSessions(
  db: Db | Tx,
  userId: UserId,
  reason: RevokedReason,
  now: Date,
  except?: SessionId,
): Promise<void> {
  const ended = await db
    .update(sessions)
    .set({ revokedAt: now, revokedReason: reason })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        except ? ne(sessions.id, except) : undefined,
      ),
    )
    .returning({ id: sessions.id, told: tellOfCaller(sessions.userId) })
  await dropDevices(db, ended)
}

/** Nothing is pushed where nobody is signed in; that is looked at with each push, so these are only of no use any more. */
async function dropDevices(db: Db | Tx, ended: readonly { id: SessionId }[]): Promise<void> {
  if (ended.length === 0) return
  const ids = ended.map(({ id }) => id)
  await db.delete(pushDevices).where(inArray(pushDevices.sessionId, ids))
}

/** False: it was over already. */
export async function revokeSession(
  db: Db | Tx,
  id: SessionId,
  reason: RevokedReason,
  now: Date,
): Promise<boolean> {
  const ended = await db
    .update(sessions)
    .set({ revokedAt: now, revokedReason: reason })
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id, told: tellOfCaller(sessions.userId) })
  await dropDevices(db, ended)
  return ended.length > 0
}

/** What was written to a mailbox or for a password that no longer counts must open nothing. */
export async function closeLinks(tx: Tx, userId: UserId, now: Date): Promise<void> {
  await tx
    .update(accountLetters)
    .set({ linkUsedAt: now })
    .where(
      and(
        eq(accountLetters.userId, userId),
        ne(accountLetters.kind, 'password-changed'),
        isNull(accountLetters.linkUsedAt),
      ),
    )
}

export const isOpen = (now: Date) => and(isNull(sessions.revokedAt), gt(sessions.expiresAt, now))

/** Of the role of each row, read with it, so that what was changed counts for the very next request. */
export const exceptions = sql<Exceptions>`coalesce(
  (select ${permissions.exceptions} -> ${users.role} from ${permissions}), '{}')`

/** The statement behind every signed-in request: built once, one look by primary key in each table. */
export function prepareSessionLookup(db: Db) {
  const { cpf: _cpf, cpfHash: _cpfHash, hashedPassword: _hashedPassword, ...user } = getTableColumns(users)
  return db
    .select({ user, exceptions, expiresAt: sessions.expiresAt, revokedAt: sessions.revokedAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.id, sql.placeholder('id')))
    .prepare('session_lookup')
}
