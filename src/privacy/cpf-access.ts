import { z } from '@hono/zod-openapi'
import { and, count, desc, eq, lt, sql } from 'drizzle-orm'
import { CPF_PURPOSES, cpfAccesses } from '#src/db/privacy-schema.ts'
import type { UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'

/** That a CPF was given out in clear: to whom, whose, why. Never the CPF. */
export const CpfAccess = z
  .object({
    id: z.int(),
    at: z.iso.datetime(),
    actor_id: z.int().nullable().openapi({ description: 'null: Ponte itself, as it was promised' }),
    user_id: z.int().nullable().openapi({ description: 'Whose it is' }),
    ticket_id: z.int().nullable(),
    purpose: z
      .enum(CPF_PURPOSES)
      .openapi({ description: 'export: in a file that somebody asked for; crm: with a ticket to the CRM' }),
  })
  .openapi('CpfAccess')
export type CpfAccess = z.infer<typeof CpfAccess>

type Page = { limit: number; skip: number; cursor?: number | undefined }

/** The newest first. */
export async function listCpfAccess(
  { db }: Pick<Ports, 'db'>,
  { userId }: { userId?: UserId | undefined },
  { limit, skip, cursor }: Page,
) {
  const wanted = userId && eq(cpfAccesses.userId, userId)
  const rows = await db
    .select()
    .from(cpfAccesses)
    .where(and(wanted, cursor ? lt(cpfAccesses.id, sql`${cursor}`) : undefined))
    .orderBy(desc(cpfAccesses.id))
    .offset(skip)
    .limit(limit + 1)
  const [counted] = await db.select({ total: count() }).from(cpfAccesses).where(wanted)
  const page = rows.slice(0, limit)
  return {
    items: page.map(
      (row): CpfAccess => ({
        id: row.id,
        at: row.at.toISOString(),
        actor_id: row.actorId,
        user_id: row.userId,
        ticket_id: row.ticketId,
        purpose: row.purpose,
      }),
    ),
    total: counted?.total ?? 0,
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}
