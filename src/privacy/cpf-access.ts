import { z } from '@hono/zod-openapi'
import { and, count, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { CPF_PURPOSES, type CpfPurpose, cpfAccesses } from '#src/db/privacy-schema.ts'
import { users } from '#src/db/schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'

/** That a CPF was given out in clear: to whom, whose, why. Never the CPF. */
export const CpfAccess = z
  .object({
    id: z.int(),
    at: z.iso.datetime(),
    actor_id: z.int().nullable().openapi({ description: 'null: Ponte itself, as it was promised' }),
    actor_name: z.string().nullable(),
    user_id: z.int().nullable().openapi({ description: 'Whose it is' }),
    user_name: z.string().nullable(),
    ticket_id: z.int().nullable(),
    ticket_number: z.string().nullable(),
    purpose: z
      .enum(CPF_PURPOSES)
      .openapi({ description: 'export: in a file that somebody asked for; crm: with a ticket to the CRM' }),
  })
  .openapi('CpfAccess')
export type CpfAccess = z.infer<typeof CpfAccess>

type Wanted = {
  user_id?: UserId | undefined
  purpose?: CpfPurpose | undefined
  from?: Date | undefined
  to?: Date | undefined
}
type Page = { limit: number; skip: number; cursor?: number | undefined }

/** The newest first. */
export async function listCpfAccess(
  { db }: Pick<Ports, 'db'>,
  { user_id, purpose, from, to }: Wanted,
  { limit, skip, cursor }: Page,
) {
  const actor = alias(users, 'actor')
  const wanted = and(
    user_id && eq(cpfAccesses.userId, user_id),
    purpose && eq(cpfAccesses.purpose, purpose),
    from && gte(cpfAccesses.at, from),
    to && lt(cpfAccesses.at, to),
  )
  const rows = await db
    .select({ row: cpfAccesses, actor: actor.fullName, name: users.fullName, number: deals.ticketNumber })
    .from(cpfAccesses)
    .leftJoin(users, eq(users.id, cpfAccesses.userId))
    .leftJoin(actor, eq(actor.id, cpfAccesses.actorId))
    .leftJoin(deals, eq(deals.id, cpfAccesses.ticketId))
    .where(and(wanted, cursor ? lt(cpfAccesses.id, sql`${cursor}`) : undefined))
    .orderBy(desc(cpfAccesses.id))
    .offset(skip)
    .limit(limit + 1)
  const [counted] = await db.select({ total: count() }).from(cpfAccesses).where(wanted)
  const page = rows.slice(0, limit)
  return {
    items: page.map(
      ({ row, actor, name, number }): CpfAccess => ({
        id: row.id,
        at: row.at.toISOString(),
        actor_id: row.actorId,
        actor_name: actor,
        user_id: row.userId,
        user_name: name,
        ticket_id: row.ticketId,
        ticket_number: number,
        purpose: row.purpose,
      }),
    ),
    total: counted?.total ?? 0,
    nextCursor: rows.length > limit ? (page.at(-1)?.row.id ?? null) : null,
  }
}
