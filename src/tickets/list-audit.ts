import { z } from '@hono/zod-openapi'
import { and, count, desc, eq, lt } from 'drizzle-orm'
import { authorizeTicket, type Caller } from '#src/auth/access.ts'
import { auditLog, users } from '#src/db/schema.ts'
import type { TicketId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { findTicket } from './queries.ts'

/** A line of the audit log about a ticket: who did what, from what to what. */
export const AuditLine = z
  .object({
    id: z.int(),
    at: z.iso.datetime(),
    action: z.string(),
    actor: z
      .object({ id: z.int(), name: z.string().nullable() })
      .nullable()
      .openapi({ description: 'null: nobody who was signed in' }),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
    request_id: z.string().nullable(),
  })
  .openapi('AuditLine')
export type AuditLine = z.infer<typeof AuditLine>

type Place = { limit: number; skip: number; cursor?: number | undefined }

/** The latest first. */
export async function listAudit(
  { db }: Pick<Ports, 'db'>,
  caller: Caller,
  id: TicketId,
  { limit, skip, cursor }: Place,
) {
  authorizeTicket(caller, 'ticket:audit', await findTicket(db, id))
  const about = and(eq(auditLog.subject, 'ticket'), eq(auditLog.subjectId, id))
  const [rows, total] = await Promise.all([
    db
      .select({ line: auditLog, actorName: users.fullName })
      .from(auditLog)
      .leftJoin(users, eq(users.id, auditLog.actorId))
      .where(and(about, cursor === undefined ? undefined : lt(auditLog.id, cursor)))
      .orderBy(desc(auditLog.id))
      .offset(skip)
      .limit(limit + 1),
    db.select({ total: count() }).from(auditLog).where(about),
  ])
  const lines = rows.slice(0, limit)
  return {
    lines: lines.map(
      ({ line, actorName }): AuditLine => ({
        id: line.id,
        at: line.at.toISOString(),
        action: line.action,
        actor: line.actorId === null ? null : { id: line.actorId, name: actorName },
        before: line.before,
        after: line.after,
        request_id: line.requestId,
      }),
    ),
    total: total[0]?.total ?? 0,
    nextCursor: rows.length > limit ? (lines.at(-1)?.line.id ?? null) : null,
  }
}
