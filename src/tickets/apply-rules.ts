import { eq } from 'drizzle-orm'
import { users } from '#src/db/schema.ts'
import type { UserId } from '#src/ids.ts'
import { DEFAULT_LOCALE, type Locale } from '#src/locale.ts'
import type { Ports } from '#src/ports.ts'
import { answersOf } from '#src/rules/answers.ts'
import { listRules } from '#src/rules/change-rules.ts'
import { type Judgement, judgeTicket } from '#src/rules/judge-ticket.ts'
import { type ShownRule, showRule } from '#src/rules/rule-body.ts'
import { categoryById } from './categories.ts'
import type { TicketDescription } from './describe-ticket.ts'
import type { Filing } from './file-ticket.ts'
import { teamMember } from './find-change.ts'
import type { TicketColumns } from './queries.ts'

type Assignee = 'responsibleId' | 'responsibleCrmId' | 'responsible' | 'responsibleEmail' | 'assignedAt'
type Changed = Pick<TicketColumns, 'priority' | 'assigneeDepartment' | 'tags' | 'isGivenByHand' | Assignee>

/** What rules make of a new ticket: what is another than was asked for, and what is answered. */
export type Ruled = {
  /** As it was asked for. */
  asked: TicketDescription
  columns: Changed
  by: Judgement<ShownRule>['by']
  /** With its placeholders. */
  reply: string | null
  language: Locale
}

/** Before the row is written, so that its deadline follows from them too. Nobody whom the request names gives way to a rule. */
export async function applyRules(
  ports: Pick<Ports, 'db' | 'dictionaries'>,
  asked: TicketDescription,
): Promise<{ description: Filing['description']; ruled: Ruled | null }> {
  const { db } = ports
  const rules = (await listRules(db)).filter(({ isActive }) => isActive).map(showRule)
  if (rules.length === 0) return { description: asked, ruled: null }
  const [category, [requester]] = await Promise.all([
    categoryById(db, asked.categoryId),
    db.select({ locale: users.locale }).from(users).where(eq(users.id, asked.userId)),
  ])
  const language = requester?.locale ?? DEFAULT_LOCALE
  const { effects, by } = judgeTicket(rules, {
    title: asked.title,
    description: asked.description,
    category: category?.slug ?? null,
    department: asked.assigneeDepartment,
    requesterDepartment: asked.requesterDepartment,
    priority: asked.priority,
    language,
  })
  if (by.length === 0) return { description: asked, ruled: null }
  const { priority, department, tags = [], assignee_id } = effects
  const reply = (await answersOf(db, [effects]))(effects)
  const columns: Changed = {
    ...(priority !== undefined && { priority }),
    ...(department !== undefined && { assigneeDepartment: department }),
    ...(tags.length > 0 && { tags: [...new Set([...asked.tags, ...tags])].slice(0, MOST_TAGS) }),
    ...(!('responsibleCrmId' in asked) &&
      (assignee_id === null
        ? { isGivenByHand: true }
        : await assigneeOf(ports, assignee_id, asked.createdAt))),
  }
  // Whoever asked has not read what is answered.
  const answered = reply === null ? {} : { isUnread: true, messageCount: asked.messageCount + 1 }
  return {
    description: { ...asked, ...columns, ...answered },
    ruled: { asked, columns, by, reply, language },
  }
}

const MOST_TAGS = 20

/** Who is not of the team any more gets nothing. */
async function assigneeOf(
  ports: Pick<Ports, 'db' | 'dictionaries'>,
  id: number | undefined,
  now: Date,
): Promise<Pick<TicketColumns, Assignee>> {
  const assignee = id ? await teamMember(ports, id as UserId) : null
  if (!assignee) return {}
  return {
    responsibleId: assignee.userId,
    responsibleCrmId: assignee.crmId,
    responsible: assignee.name,
    responsibleEmail: assignee.email,
    assignedAt: now,
  }
}
