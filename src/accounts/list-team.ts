import { z } from '@hono/zod-openapi'
import { and, asc, ne } from 'drizzle-orm'
import { users } from '#src/db/schema.ts'
import { avatarUrl } from '#src/files/avatar-url.ts'
import type { Ports } from '#src/ports.ts'

/** Somebody whom tickets can be assigned to, as their colleagues see them. */
export const TeamMember = z
  .object({
    id: z.int(),
    full_name: z.string(),
    department: z.string(),
    profile_picture_url: z.string().nullable(),
  })
  .openapi('TeamMember')
export type TeamMember = z.infer<typeof TeamMember>

/** In the order of their names. */
export async function listTeam(ports: Pick<Ports, 'db' | 'files' | 'clock'>): Promise<TeamMember[]> {
  const rows = await ports.db
    .select({
      id: users.id,
      name: users.fullName,
      department: users.department,
      picture: users.profilePicture,
    })
    .from(users)
    .where(and(ne(users.role, 'requester'), users.isActive))
    .orderBy(asc(users.fullName), asc(users.id))
  return Promise.all(
    rows.map(async ({ id, name, department, picture }) => ({
      ...{ id, full_name: name, department },
      profile_picture_url: await avatarUrl(ports, picture),
    })),
  )
}
