import { eq } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import { notify } from '#src/db/signals.ts'
import type { Log } from '#src/log.ts'
import type { Identity } from '#src/providers/sign-on.ts'
import type { Visit } from '#src/visit.ts'
import { areAdminsLeft } from './change-user.ts'
import type { UserRow } from './user.ts'

type How = { now: Date; visit: Visit; log: Log }

/** Where the company gives roles (OIDC_ROLES): the one that it says now, but never none of all admins. The person must be locked. */
export async function takeRole(
  tx: Tx,
  user: UserRow,
  { role }: Identity,
  { now, visit, log }: How,
): Promise<UserRow> {
  if (role === null || role === user.role) return user
  if (user.role === 'admin' && !(await areAdminsLeft(tx, user.id))) {
    log.warn({ userId: user.id, role }, 'the last admin stays one, whatever the company’s sign-in says')
    return user
  }
  const [after] = await tx
    .update(users)
    .set({ role, updatedAt: now })
    .where(eq(users.id, user.id))
    .returning()
  if (!after) throw new Error('a locked row is gone')
  await notify(tx, 'callers-changed', String(user.id))
  await recordChange(tx, {
    ...{ actorId: null, action: 'user-changed', subject: 'user', subjectId: user.id, visit },
    before: { role: user.role },
    after: { role, by: 'sign-on' },
  })
  return after
}
