import { z } from '@hono/zod-openapi'
import { and, eq, ne } from 'drizzle-orm'
import { users } from '#src/db/schema.ts'
import { STATUSES } from '#src/db/ticket-schema.ts'
import { DomainError, type FieldProblem } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import type { TicketChange } from '#src/jobs/change-shapes.ts'
import type { Ports } from '#src/ports.ts'
import { crmLabelOf, findCategory } from './categories.ts'
import { cleanText } from './message-text.ts'
import { NEW_TICKET_LIMITS, OneLine, Title } from './new-ticket.ts'
import { PRIORITY_LABELS, parsePriority } from './priority.ts'

/** `waiting_user` is what one of the portals before called it. */
export const StatusWord = z
  .enum([...STATUSES, 'waiting_user'])
  .transform((status) => (status === 'waiting_user' ? 'waiting_for_user' : status))

const KNOWN_PRIORITIES = Object.values(PRIORITY_LABELS['pt-BR']).join(', ')

/** By its code or any label, whatever the language. */
export const PriorityWord = z
  .string()
  .max(40)
  .transform((text, context) => {
    const priority = parsePriority(text)
    if (priority) return priority
    context.addIssue({ code: 'custom', params: { rule: 'one-of', params: { values: KNOWN_PRIORITIES } } })
    return z.NEVER
  })

/** 0, as null, is nobody. */
export const AssigneeId = z
  .int()
  .min(0)
  .max(2_147_483_647)
  .transform((id) => (id === 0 ? null : (id as UserId)))

export const MOST_TAGS = NEW_TICKET_LIMITS.tags
export const Tag = OneLine(40).min(1)

/** What PATCH takes: what is left out stays. */
export const TicketWish = z
  .strictObject({
    status: StatusWord.openapi({ type: 'string', enum: [...STATUSES] }),
    stage_id: z.string().trim().min(1).max(50).openapi({
      description: 'A column of the board, in the pipeline of the ticket; its status goes with it',
    }),
    priority: PriorityWord.openapi({ type: 'string', example: 'high' }),
    assigned_to: AssigneeId.nullable().openapi({
      type: ['integer', 'null'],
      description: 'A person of the team; null or 0 is nobody',
    }),
    assignedTo: AssigneeId.nullable().openapi({
      type: ['integer', 'null'],
      description: 'Another name of assigned_to',
    }),
    assignedToName: z
      .string()
      .max(255)
      .openapi({ description: 'Not looked at: they are called as their account is' }),
    category: OneLine(100).min(1).openapi({ description: 'Its slug or any of its names' }),
    department: OneLine(100).min(1).nullable(),
    title: Title.min(1),
    tags: z
      .array(Tag)
      .max(MOST_TAGS)
      .transform((tags) => [...new Set(tags)]),
    resolution_notes: z.string().max(10_000).overwrite(cleanText).nullable(),
  })
  .partial()
  .openapi('TicketChange')
export type TicketWish = z.output<typeof TicketWish>

/** Finds whom and what it names; throws for what is not there. */
export async function findChange(
  ports: Pick<Ports, 'db' | 'dictionaries'>,
  wish: TicketWish,
): Promise<TicketChange> {
  const {
    assigned_to,
    assignedTo,
    assignedToName: _name,
    category,
    resolution_notes,
    stage_id,
    ...same
  } = wish
  const assignee = assigned_to === undefined ? assignedTo : assigned_to
  if (stage_id !== undefined && same.status !== undefined) throw refused('status', 'not-valid')
  return {
    ...same,
    ...(stage_id !== undefined && { stageId: stage_id }),
    ...(resolution_notes !== undefined && { resolutionNotes: resolution_notes || null }),
    ...(assignee !== undefined && { assignee: assignee && (await findAssignee(ports, assignee)) }),
    ...(category !== undefined && { category: await categoryOf(ports, category) }),
  }
}

async function categoryOf({ db }: Pick<Ports, 'db'>, name: string) {
  const found = await findCategory(db, name)
  if (!found) throw refused('category', 'category')
  return { id: found.id, slug: found.slug, label: crmLabelOf(found) }
}

async function findAssignee(ports: Pick<Ports, 'db' | 'dictionaries'>, userId: UserId) {
  const found = await teamMember(ports, userId)
  if (!found) throw refused('assigned_to', 'not-valid')
  return found
}

/** Somebody of the team; without an account in the CRM, the CRM is not told. */
export async function teamMember({ db, dictionaries }: Pick<Ports, 'db' | 'dictionaries'>, userId: UserId) {
  const [user] = await db
    .select({ id: users.id, name: users.fullName, email: users.email })
    .from(users)
    .where(and(eq(users.id, userId), ne(users.role, 'requester'), users.isActive))
  if (!user) return null
  const person = await dictionaries.findPersonByEmail(user.email)
  return { userId: user.id, crmId: person?.crmUserId ?? null, name: user.name, email: user.email }
}

const refused = (field: string, rule: FieldProblem['rule']) =>
  new DomainError('invalid-request', {}, { fields: [{ in: 'body', path: [field], rule }] })
