import { eq } from 'drizzle-orm'
import type { Exceptions } from '#src/auth/access.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { permissions } from '#src/db/schema.ts'
import type { Role } from '#src/roles.ts'

type PermissionsRow = Pick<typeof permissions.$inferSelect, 'version' | 'exceptions'>

export async function readPermissions(db: Db | Tx): Promise<PermissionsRow> {
  const [row] = await db.select().from(permissions)
  return row ?? { version: 0, exceptions: {} }
}

export async function readExceptions(db: Db, role: Role): Promise<Exceptions> {
  const { exceptions } = await readPermissions(db)
  return exceptions[role] ?? {}
}

/** Made if it is not there, and locked: one change after the other. */
export async function lockPermissions(tx: Tx): Promise<PermissionsRow> {
  await tx.insert(permissions).values({}).onConflictDoNothing()
  const [row] = await tx.select().from(permissions).where(eq(permissions.isOnly, true)).for('update')
  if (!row) throw new Error('the row that was just made is gone')
  return row
}
