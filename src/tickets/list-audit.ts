import { z } from '@hono/zod-openapi'
import { and, count, desc, eq, inArray, lt } from 'drizzle-orm'
import { authorizeTicket, type Caller } from '#src/auth/access.ts'
import type { Db } from '#src/db/connect.ts'
import { auditLog, crmPeople, users } from '#src/db/schema.ts'
import type { CrmUserId, TicketId, UserId } from '#src/ids.ts'
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
  const named = await namesOfResponsible(
    db,
    lines.flatMap(({ line }) => [line.before ?? {}, line.after ?? {}]),
  )
  return {
    lines: lines.map(
      ({ line, actorName }): AuditLine => ({
        id: line.id,
        at: line.at.toISOString(),
        action: line.action,
        actor: line.actorId === null ? null : { id: line.actorId, name: actorName },
        before: named(line.before),
        after: named(line.after),
        request_id: line.requestId,
      }),
    ),
    total: total[0]?.total ?? 0,
    nextCursor: rows.length > limit ? (lines.at(-1)?.line.id ?? null) : null,
  }
}

type Values = Record<string, unknown>

/** The log names people by number: who they are is said as it is read, as far as they are still known. */
async function namesOfResponsible(db: Db, all: readonly Values[]) {
  const idsIn = (name: string) => [
    ...new Set(all.flatMap((values) => (typeof values[name] === 'number' ? values[name] : []))),
  ]
  const [userIds, crmIds] = [idsIn('responsible_id') as UserId[], idsIn('responsible_crm_id') as CrmUserId[]]
  const [accounts, people] = await Promise.all([
    userIds.length === 0
      ? []
      : db.select({ id: users.id, name: users.fullName }).from(users).where(inArray(users.id, userIds)),
    crmIds.length === 0
      ? []
      : db
          .select({ id: crmPeople.crmUserId, name: crmPeople.name })
          .from(crmPeople)
          .where(inArray(crmPeople.crmUserId, crmIds)),
  ])
  return (values: Values | null): Values | null => {
    if (!values || !('responsible' in values) || values.responsible === null) return values
    const name =
      accounts.find(({ id }) => id === values.responsible_id)?.name ??
      people.find(({ id }) => id === values.responsible_crm_id)?.name
    return name === undefined ? values : { ...values, responsible: name }
  }
}
