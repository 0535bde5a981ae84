import { z } from '@hono/zod-openapi'
import { and, asc, count, ilike, inArray, or } from 'drizzle-orm'
import { users } from '#src/db/schema.ts'
import { avatarUrl } from '#src/files/avatar-url.ts'
import type { Ports } from '#src/ports.ts'
import { ROLES } from '#src/roles.ts'

/** Somebody who can be given a ticket: less of them than admins see. */
export const Assignee = z
  .object({
    id: z.int(),
    full_name: z.string(),
    email: z.string(),
    department: z.string(),
    role: z.enum(ROLES),
    profile_picture_url: z.string().nullable(),
  })
  .openapi('Assignee')
export type Assignee = z.infer<typeof Assignee>

type Place = { limit: number; skip: number; cursor?: number | undefined }

/** By name; active people of the team. A cursor says how many were shown: nobody signs up while a menu is open. */
export async function listAssignees(
  ports: Pick<Ports, 'db' | 'files' | 'clock'>,
  q: string | undefined,
  { limit, skip, cursor = 0 }: Place,
): Promise<{ people: Assignee[]; total: number; nextCursor: number | null }> {
  const pattern = q && `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const wanted = and(
    inArray(users.role, ['agent', 'admin']),
    users.isActive,
    pattern ? or(ilike(users.fullName, pattern), ilike(users.email, pattern)) : undefined,
  )
  const from = skip + cursor
  const [rows, [counted]] = await Promise.all([
    ports.db
      .select()
      .from(users)
      .where(wanted)
      .orderBy(asc(users.fullName), asc(users.id))
      .offset(from)
      .limit(limit),
    ports.db.select({ total: count() }).from(users).where(wanted),
  ])
  const people = rows.map(async ({ id, fullName, email, department, role, profilePicture }) => ({
    ...{ id, full_name: fullName, email, department, role },
    profile_picture_url: await avatarUrl(ports, profilePicture),
  }))
  const total = counted?.total ?? 0
  const nextCursor = rows.length > 0 && from + rows.length < total ? from + rows.length : null
  return { people: await Promise.all(people), total, nextCursor }
}
