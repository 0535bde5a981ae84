import { and, count, eq, ne, sql } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { hashPassword } from '#src/auth/passwords.ts'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import { notify } from '#src/db/signals.ts'
import { DomainError } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { closeLinks, lockUser, revokeSessions } from './queries.ts'
import { refuseTaken } from './refuse-taken.ts'
import { describeUser, type UserChange, type UserRow } from './user.ts'

type Needed = Pick<Ports, 'db' | 'clock' | 'cpfVault'>

/** What is left out stays. A new password or the end of an account ends its sessions. */
export async function changeUser(
  { db, clock, cpfVault }: Needed,
  caller: Caller,
  userId: UserId,
  change: UserChange,
  visit: Visit,
): Promise<UserRow> {
  const hashedPassword = change.password === undefined ? undefined : await hashPassword(change.password)
  const { cpf } = change
  const cpfHash = cpf === undefined ? undefined : cpfVault.blindIndex(cpf)
  const wished = {
    fullName: change.full_name,
    email: change.email,
    department: change.department,
    filial: change.filial,
    matricula: change.matricula,
    phoneNumber: change.phone_number,
    role: change.role,
    isActive: change.is_active,
    locale: change.locale,
    hashedPassword,
    cpfHash,
  }
  return refuseTaken(() =>
    db.transaction(async (tx) => {
      const before = await lockUser(tx, userId)
      if (!before) throw new DomainError('user-not-found', { id: userId })
      if (before.erasedAt !== null) throw new DomainError('user-erased')
      if (isSame(before, wished)) return before
      const now = clock()
      // Two seals of one CPF differ; only a new one is sealed.
      const isNewCpf = cpf !== undefined && cpfHash !== before.cpfHash
      const columns = { ...wished, ...(isNewCpf && { cpf: cpfVault.seal(cpf, userId) }) }
      const hasMoved = change.email !== undefined && change.email !== before.email
      const [after] = await tx
        .update(users)
        // Whose address it is, is the admin's word now.
        .set({ ...columns, ...(hasMoved && { emailConfirmedAt: now }), updatedAt: now })
        .where(eq(users.id, userId))
        .returning()
      if (!after) throw new Error('a locked row is gone')
      if (isActiveAdmin(before) && !isActiveAdmin(after)) await refuseLastAdmin(tx)
      if (!after.isActive) await revokeSessions(tx, userId, 'deactivated', now)
      else if (hashedPassword) await revokeSessions(tx, userId, 'password-changed', now)
      if (after.role !== before.role) await notify(tx, 'callers-changed', String(userId))
      if (hasMoved || hashedPassword || after.isActive !== before.isActive) await closeLinks(tx, userId, now)
      await recordChange(tx, {
        actorId: caller.userId,
        action: after.isActive || !before.isActive ? 'user-changed' : 'user-deactivated',
        subject: 'user',
        subjectId: userId,
        ...difference(before, after),
        visit,
      })
      return after
    }),
  )
}

/** Then nothing is written, and the audit log has nothing to tell. */
export function isSame(row: UserRow, columns: Partial<Record<keyof UserRow, unknown>>): boolean {
  return Object.entries(columns).every(
    ([name, value]) => value === undefined || row[name as keyof UserRow] === value,
  )
}

const isActiveAdmin = ({ role, isActive }: UserRow) => role === 'admin' && isActive

export async function refuseLastAdmin(tx: Tx): Promise<void> {
  if (!(await areAdminsLeft(tx))) throw new DomainError('last-admin')
}

/** One asks after the other, so that two admins cannot remove each other at the same moment. */
export async function areAdminsLeft(tx: Tx, besides?: UserId): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('last admin'))`)
  const isAnother = besides === undefined ? undefined : ne(users.id, besides)
  const isAdmin = and(eq(users.role, 'admin'), eq(users.isActive, true), isAnother)
  const [left] = await tx.select({ admins: count() }).from(users).where(isAdmin)
  return (left?.admins ?? 0) > 0
}

/** Only what is different, and of secrets only that they are. */
export function difference(before: UserRow, after: UserRow) {
  const [old, now] = [shown(before), shown(after)]
  const changed = Object.keys(now).filter((key) => old[key] !== now[key] && key !== 'updated_at')
  const pick = (values: Record<string, unknown>) =>
    Object.fromEntries(changed.map((key) => [key, values[key]]))
  const secrets = {
    ...(before.hashedPassword !== after.hashedPassword && { password_changed: true }),
    ...(before.cpfHash !== after.cpfHash && { cpf_changed: true }),
  }
  return { before: pick(old), after: { ...pick(now), ...secrets } }
}

const shown = (row: UserRow): Record<string, unknown> => describeUser(row)
