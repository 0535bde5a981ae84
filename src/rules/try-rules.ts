import { z } from '@hono/zod-openapi'
import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { auditLog, users } from '#src/db/schema.ts'
import { categories, deals, PRIORITIES, type Priority } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import { DEFAULT_LOCALE } from '#src/locale.ts'
import { answersOf, fillAnswer } from './answers.ts'
import { listRules } from './change-rules.ts'
import { type Judged, judgeTicket } from './judge-ticket.ts'
import { RuleBody, showRule } from './rule-body.ts'

const MOST_TICKETS = 100

/** What a rule that is being written would have done. */
export const Trial = z
  .strictObject({
    rule: RuleBody.optional().openapi({
      description: 'As it is being written; without one, those that there are',
    }),
    instead_of: z
      .int()
      .min(1)
      .max(2_147_483_647)
      .optional()
      .openapi({ description: 'The rule that it changes; without one it comes after all others' }),
    alone: z.boolean().default(false).openapi({ description: 'Without the other rules' }),
  })
  .openapi('RuleTrial')
export type Trial = z.output<typeof Trial>

const Standing = z.object({
  priority: z.enum(PRIORITIES),
  department: z.string().nullable(),
  assignee: z.object({ id: z.int().nullable(), name: z.string().nullable() }).nullable(),
  tags: z.array(z.string()),
})
type Standing = z.infer<typeof Standing>

export const TrialResult = z
  .object({
    tickets: z.int().openapi({ description: 'How many were looked at' }),
    matched: z.int(),
    changed: z.int(),
    items: z.array(
      z.object({
        id: z.int(),
        ticket_number: z.string(),
        title: z.string(),
        created_at: z.iso.datetime(),
        before: Standing.openapi({ description: 'As it was asked for, before any rule' }),
        after: Standing,
        rules: z.array(z.string()).openapi({ description: 'Those that fit, in their order' }),
        reply: z.string().nullable().openapi({ description: 'As it would be said there' }),
      }),
    ),
  })
  .openapi('RuleTrialResult')
export type TrialResult = z.infer<typeof TrialResult>

/** Holds rules against the last hundred tickets of people of ours, as they asked for them, and changes nothing. */
export async function tryRules(db: Db, { rule, instead_of, alone }: Trial): Promise<TrialResult> {
  const rules = alone ? [] : (await listRules(db)).map(showRule)
  const at = rules.findIndex(({ id }) => id === instead_of)
  if (instead_of !== undefined && !alone && at === -1)
    throw new DomainError('rule-not-found', { id: instead_of })
  const tried: Judged[] = rules
  // What is being tried is on, whatever it will be.
  if (rule) tried.splice(at === -1 ? tried.length : at, at === -1 ? 0 : 1, { ...rule, is_active: true })
  const filed = await lastFiled(db)
  const effectsOfAll = tried.map(({ effects }) => effects)
  const [nameOf, answerOf] = await Promise.all([namesOf(db, tried, filed), answersOf(db, effectsOfAll)])
  const items = filed.map(({ row, language, category, before: asked }) => {
    const { assignee: to } = asked
    // The log keeps numbers of people, and not what they are called.
    const before = { ...asked, assignee: to?.id ? { ...to, name: nameOf.get(to.id) ?? null } : to }
    const { effects, by } = judgeTicket(tried, {
      ...{ title: row.title, description: row.description, category, language },
      ...{ department: before.department, requesterDepartment: row.requesterDepartment },
      priority: before.priority,
    })
    const { assignee_id: id } = effects
    const answer = answerOf(effects)
    const after: Standing = {
      priority: effects.priority ?? before.priority,
      department: effects.department ?? before.department,
      // As when it is filed: nobody whom the request named gives way.
      assignee: before.assignee ?? (id && nameOf.has(id) ? { id, name: nameOf.get(id) ?? null } : null),
      tags: [...new Set([...before.tags, ...(effects.tags ?? [])])],
    }
    return {
      ...{ id: row.id, ticket_number: row.ticketNumber, title: row.title },
      ...{ created_at: row.createdAt.toISOString(), before, after },
      rules: by.map(({ rule: { name } }) => name),
      reply: answer && fillAnswer(answer, row, language),
    }
  })
  const isChanged = ({ before, after, reply }: (typeof items)[number]) =>
    reply !== null || JSON.stringify(before) !== JSON.stringify(after)
  return {
    tickets: items.length,
    matched: items.filter(({ rules }) => rules.length > 0).length,
    changed: items.filter(isChanged).length,
    items,
  }
}

async function lastFiled(db: Db) {
  const rows = await db
    .select({ row: deals, language: users.locale, category: categories.slug })
    .from(deals)
    .leftJoin(users, eq(users.id, deals.userId))
    .leftJoin(categories, eq(categories.id, deals.categoryId))
    .where(isNotNull(deals.userId))
    .orderBy(desc(deals.createdAt), desc(deals.id))
    .limit(MOST_TICKETS)
  const ids = rows.map(({ row }) => row.id as number)
  const lines =
    ids.length === 0
      ? []
      : await db
          .select({
            id: auditLog.subjectId,
            action: auditLog.action,
            before: auditLog.before,
            after: auditLog.after,
          })
          .from(auditLog)
          .where(
            and(
              eq(auditLog.subject, 'ticket'),
              inArray(auditLog.subjectId, ids),
              inArray(auditLog.action, ['ticket-opened', 'rules-applied']),
            ),
          )
  return rows.map(({ row, language, category }) => {
    const line = (action: string) => lines.find((one) => one.id === row.id && one.action === action)
    return {
      ...{ row, category, language: language ?? DEFAULT_LOCALE },
      before: asFiled(row, line('ticket-opened')?.after ?? {}, line('rules-applied')?.before ?? {}),
    }
  })
}

type Line = Record<string, unknown>

/** Whatever became of it since: as its first line in the audit log has it, without what rules changed. */
function asFiled(row: typeof deals.$inferSelect, opened: Line, unruled: Line): Standing {
  return {
    priority: (unruled.priority ?? opened.priority ?? row.priority) as Priority,
    department: ('assignee_department' in unruled
      ? unruled.assignee_department
      : 'department' in opened
        ? opened.department
        : row.assigneeDepartment) as string | null,
    assignee: assigneeOf({ ...ifKnown(row, opened), ...unruled }),
    tags: (unruled.tags ?? opened.tags ?? row.tags) as string[],
  }
}

/** Of what was filed before that was written down, what became of it is all that is known. */
const ifKnown = ({ responsible, responsibleId }: typeof deals.$inferSelect, opened: Line): Line =>
  'responsible' in opened ? opened : { responsible, responsible_id: responsibleId }

const assigneeOf = ({ responsible, responsible_id }: Line) =>
  responsible === null ? null : { id: responsible_id as number | null, name: responsible as string | null }

type Filed = Awaited<ReturnType<typeof lastFiled>>

async function namesOf(db: Db, rules: readonly Judged[], filed: Filed): Promise<Map<number, string>> {
  const wanted = [
    ...rules.map(({ effects }) => effects.assignee_id),
    ...filed.map(({ before }) => before.assignee?.id),
  ]
  const ids = wanted.flatMap((id) => (id ? [id as UserId] : []))
  if (ids.length === 0) return new Map()
  const found = await db
    .select({ id: users.id, name: users.fullName })
    .from(users)
    .where(inArray(users.id, [...new Set(ids)]))
  return new Map(found.map(({ id, name }) => [id, name]))
}
