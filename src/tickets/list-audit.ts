import { z } from '@hono/zod-openapi'
import { and, count, desc, eq, inArray, lt } from 'drizzle-orm'
import { authorizeTicket, type Caller } from '#src/auth/access.ts'
import type { Db } from '#src/db/connect.ts'
import { crmPeople } from '#src/db/crm-schema.ts'
import { auditLog, users } from '#src/db/schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
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
    people: z
      .array(z.object({ id: z.int(), name: z.string() }))
      .openapi({ description: 'Whom `watcher_ids` names, before or after' }),
    tickets: z
      .array(z.object({ id: z.int(), ticket_number: z.string() }))
      .openapi({ description: 'Which it names by number: merged into it, or it into them' }),
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
  const values = lines.flatMap(({ line }) => [line.before ?? {}, line.after ?? {}])
  const [named, listed] = await Promise.all([namesOfResponsible(db, values), readListed(db, values)])
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
        ...listed([line.before ?? {}, line.after ?? {}]),
      }),
    ),
    total: total[0]?.total ?? 0,
    nextCursor: rows.length > limit ? (lines.at(-1)?.line.id ?? null) : null,
  }
}

type Values = Record<string, unknown>

const watchersIn = (all: readonly Values[]) =>
  all.flatMap(({ watcher_ids: ids }) => (Array.isArray(ids) ? (ids as UserId[]) : []))
const ticketsIn = (all: readonly Values[]) =>
  all
    .flatMap(({ merged_into_id, merged_from_id }) => [merged_into_id, merged_from_id])
    .filter((id) => typeof id === 'number') as TicketId[]

/** Who follows, and what was merged, as they are called now. */
async function readListed(db: Db, all: readonly Values[]) {
  const [userIds, ticketIds] = [watchersIn(all), ticketsIn(all)]
  const [people, tickets] = await Promise.all([
    userIds.length === 0
      ? []
      : db.select({ id: users.id, name: users.fullName }).from(users).where(inArray(users.id, userIds)),
    ticketIds.length === 0
      ? []
      : db
          .select({ id: deals.id, ticket_number: deals.ticketNumber })
          .from(deals)
          .where(inArray(deals.id, ticketIds)),
  ])
  return (values: readonly Values[]): Pick<AuditLine, 'people' | 'tickets'> => {
    const [watchers, merged] = [watchersIn(values), ticketsIn(values)]
    return {
      people: people.filter(({ id }) => watchers.includes(id)),
      tickets: tickets.filter(({ id }) => merged.includes(id)),
    }
  }
}

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
