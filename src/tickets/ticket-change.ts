import type { Tell } from '#src/db/tell.ts'
import { PRIORITIES, type Priority, type Status } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import type { CrmPart, TicketChange } from '#src/jobs/change-shapes.ts'
import { columnsOfMove, type Place } from './move.ts'
import type { TicketColumns, TicketRow } from './queries.ts'
import { statusOf } from './stages.ts'
import { nextStatus, type Rules } from './status.ts'

export type { TicketChange }
export type Rulebook = { place: Place; rules: Rules; now: Date }

/** What becomes of a row, but for the deadline, which follows; throws where the state machine has no such step. */
export function columnsOfChange(
  before: TicketRow,
  change: TicketChange,
  { place, rules, now }: Rulebook,
): TicketColumns {
  const { priority, category, assignee, department, title, tags, resolutionNotes } = change
  const named = change.stageId === undefined ? null : meaningOf(place, change.stageId)
  const wished = named ? { ...change, status: named.status } : change
  const status = statusAfter(before, wished, rules, now)
  const closeReason = named?.closeReason ?? change.closeReason
  return {
    ...columnsOfMove(place, before, status, now, closeReason),
    ...(change.stageId !== undefined && { stageId: change.stageId }),
    // From one end to the other.
    ...(named?.status === 'closed' && before.status === 'closed' && { closeReason: named.closeReason }),
    ...(priority !== undefined && priority !== before.priority && { priority }),
    ...(category !== undefined &&
      (category?.id ?? null) !== before.categoryId && {
        categoryId: category?.id ?? null,
        serviceCategory: category?.label ?? null,
      }),
    ...(assignee !== undefined && columnsOfAssignee(before, assignee, now)),
    ...(department !== undefined && { assigneeDepartment: department }),
    ...(title !== undefined && { title }),
    ...(tags !== undefined && { tags }),
    ...(resolutionNotes !== undefined && { resolutionNotes }),
  }
}

function meaningOf(place: Place, stageId: string) {
  const mapped = Object.values(place.map[place.pipelineId] ?? {})
  if (!mapped.includes(stageId) && !place.stages.some((stage) => stage.stageId === stageId))
    throw new DomainError(
      'invalid-request',
      {},
      { fields: [{ in: 'body', path: ['stage_id'], rule: 'not-valid' }] },
    )
  return statusOf(place, stageId)
}

function statusAfter(before: TicketRow, change: TicketChange, rules: Rules, now: Date): Status {
  const { status, isReopened, assignee } = change
  if (isReopened) return settled(nextStatus(before, { kind: 'reopened', by: 'team' }, rules, now))
  if (status !== undefined) return settled(nextStatus(before, { kind: 'set', to: status }, rules, now))
  if (!assignee || assignee.userId === before.responsibleId) return before.status
  return settled(nextStatus(before, { kind: 'assigned' }, rules, now))
}

function settled(status: Status | 'follow-up'): Status {
  if (status === 'follow-up') throw new Error('only a reply begins a new ticket')
  return status
}

export function columnsOfAssignee(
  before: TicketRow,
  assignee: NonNullable<TicketChange['assignee']> | null,
  now: Date,
): TicketColumns {
  const isSame =
    (assignee?.userId ?? null) === before.responsibleId &&
    (assignee?.crmId ?? null) === before.responsibleCrmId
  if (isSame) return {}
  return {
    responsibleId: assignee?.userId ?? null,
    responsibleCrmId: assignee?.crmId ?? null,
    responsible: assignee?.name ?? null,
    responsibleEmail: assignee?.email ?? null,
    assignedAt: assignee ? now : null,
  }
}

/** Of what a change names, how it is now: in plain values, so that two moments can be compared. */
export function seenOf(row: TicketRow, change: TicketChange): Record<string, unknown> {
  const all: Record<keyof TicketChange, unknown> = {
    status: row.status,
    stageId: row.stageId,
    isReopened: row.status,
    closeReason: row.closeReason,
    priority: row.priority,
    category: row.categoryId,
    assignee: [row.responsibleId, row.responsibleCrmId],
    department: row.assigneeDepartment,
    title: row.title,
    tags: row.tags,
    resolutionNotes: row.resolutionNotes,
  }
  const names = Object.keys(change) as (keyof TicketChange)[]
  return Object.fromEntries(names.map((name) => [name, all[name]]))
}

/** Somebody else changed the same meanwhile. */
export const isOvertaken = (row: TicketRow, change: TicketChange, seen: Record<string, unknown> | null) =>
  seen !== null &&
  Object.entries(seenOf(row, change)).some(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(seen[name]),
  )

const PARTS: Partial<Record<keyof TicketChange, readonly CrmPart[]>> = {
  status: ['stage', 'rating'],
  stageId: ['stage', 'rating'],
  isReopened: ['stage', 'rating'],
  assignee: ['responsible', 'stage'],
  priority: ['priority', 'deadline'],
  category: ['category'],
  department: ['department'],
  title: ['title'],
}

/** What of the CRM a change may have touched. */
export const partsOf = (change: TicketChange): CrmPart[] => [
  ...new Set((Object.keys(change) as (keyof TicketChange)[]).flatMap((name) => PARTS[name] ?? [])),
]

/** As PATCH takes it, for those who see what is still asked. */
export function showChange(change: TicketChange): Record<string, unknown> {
  const { isReopened, priority, category, assignee, department, title, tags, resolutionNotes } = change
  const shown = {
    status: isReopened ? 'open' : change.status,
    stage_id: change.stageId,
    priority,
    category: category === null ? null : category?.slug,
    assigned_to: assignee === null ? null : assignee?.userId,
    department,
    title,
    tags,
    resolution_notes: resolutionNotes,
  }
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined))
}

/** Beside `ticket-changed`, for whoever waits for just this. */
export function tellMore(before: TicketRow, after: TicketRow, actorId: UserId | null, tell: Tell): void {
  const common = { ticketId: after.id, actorId }
  if (before.responsibleId !== after.responsibleId || before.responsibleCrmId !== after.responsibleCrmId) {
    const assignee = after.responsible === null ? null : { id: after.responsibleId, name: after.responsible }
    tell({ kind: 'ticket-assigned', ...common, data: { assignee } })
  }
  if (before.priority !== after.priority)
    tell({
      kind: 'priority-changed',
      ...common,
      data: {
        from: before.priority,
        to: after.priority,
        date_deadline: after.dateDeadline?.toISOString() ?? null,
        is_higher: rank(after.priority) < rank(before.priority),
      },
    })
}

const rank = (priority: Priority) => PRIORITIES.indexOf(priority)
