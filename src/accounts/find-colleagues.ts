import { z } from '@hono/zod-openapi'
import { and, asc, eq, sql } from 'drizzle-orm'
import { users } from '#src/db/schema.ts'
import { avatarUrl } from '#src/files/avatar-url.ts'
import type { Ports } from '#src/ports.ts'

const MOST_FOUND = 10

/** Somebody of the company, as everybody in it knows them. */
export const Colleague = z
  .object({
    id: z.int(),
    full_name: z.string(),
    department: z.string(),
    filial: z.string(),
    profile_picture_url: z.string().nullable(),
  })
  .openapi('Colleague')
export type Colleague = z.infer<typeof Colleague>

/** By a part of their name, with its accents or without. A few: who looks for somebody goes on typing. */
export async function findColleagues(
  ports: Pick<Ports, 'db' | 'files' | 'clock'>,
  q: string,
): Promise<Colleague[]> {
  const pattern = `%${plain(q).replace(/[\\%_]/g, '\\$&')}%`
  const named = sql`regexp_replace(normalize(${users.fullName}, NFD), '[\u0300-\u036f]', '', 'g') ilike ${pattern}`
  const rows = await ports.db
    .select()
    .from(users)
    .where(and(eq(users.isActive, true), named))
    .orderBy(asc(users.fullName), asc(users.id))
    .limit(MOST_FOUND)
  return Promise.all(
    rows.map(async (user) => ({
      id: user.id,
      full_name: user.fullName,
      department: user.department,
      filial: user.filial,
      profile_picture_url: await avatarUrl(ports, user.profilePicture),
    })),
  )
}

const plain = (text: string) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '')
