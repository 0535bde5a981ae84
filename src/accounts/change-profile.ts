import { eq } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { recordChange } from '#src/db/audit.ts'
import { users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { difference, isSame } from './change-user.ts'
import { lockUser } from './queries.ts'
import type { ProfileChange, UserRow } from './user.ts'

/** What people may change of themselves; what is left out stays. */
export async function changeProfile(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  { userId }: Caller,
  change: ProfileChange,
  visit: Visit,
): Promise<UserRow> {
  return db.transaction(async (tx) => {
    const before = await lockUser(tx, userId)
    if (!before) throw new DomainError('user-not-found', { id: userId })
    const columns = {
      fullName: change.full_name,
      department: change.department,
      filial: change.filial,
      phoneNumber: change.phone_number,
      locale: change.locale,
    }
    if (isSame(before, columns)) return before
    const [after] = await tx
      .update(users)
      .set({ ...columns, updatedAt: clock() })
      .where(eq(users.id, userId))
      .returning()
    if (!after) throw new Error('a locked row is gone')
    await recordChange(tx, {
      actorId: userId,
      action: 'profile-changed',
      subject: 'user',
      subjectId: userId,
      ...difference(before, after),
      visit,
    })
    return after
  })
}
