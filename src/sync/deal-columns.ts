import type { CrmPart } from '#src/jobs/change-shapes.ts'
import type { TicketField } from '#src/providers/crm-fields.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import { parsePriority } from '#src/tickets/priority.ts'
import type { TicketColumns, TicketRow } from '#src/tickets/queries.ts'
import { statusOf } from '#src/tickets/stages.ts'
import { columnsOfStatus } from '#src/tickets/status.ts'
import type { KeptDeal } from './kept-deal.ts'
import { mergeMoment, mergeValue } from './merge-value.ts'
import type { MirrorBook } from './mirror-book.ts'
import { storableText } from './storable.ts'

const LONGEST_TITLE = 255
const LONGEST_STAGE = 50

type Text = { column: TextColumn; field: TicketField; most: number; part?: CrmPart }
type TextColumn =
  | 'description'
  | 'serviceCategory'
  | 'systemType'
  | 'requesterDepartment'
  | 'assigneeDepartment'
  | 'filial'
  | 'matricula'
  | 'requesterName'
  | 'requesterEmail'
  | 'requesterPhone'
  | 'ratingFeedback'

/** What the portal's fields of text are here. The document of a person goes out only, and is none of them. */
export const TEXTS: readonly Text[] = [
  { column: 'description', field: 'description', most: Number.POSITIVE_INFINITY, part: 'requester' },
  { column: 'serviceCategory', field: 'category', most: 100, part: 'category' },
  { column: 'systemType', field: 'system', most: 100 },
  { column: 'requesterDepartment', field: 'requesterDepartment', most: 100 },
  { column: 'assigneeDepartment', field: 'assigneeDepartment', most: 100, part: 'department' },
  { column: 'filial', field: 'filial', most: 64 },
  { column: 'matricula', field: 'matricula', most: 20, part: 'requester' },
  { column: 'requesterName', field: 'requesterName', most: 128, part: 'requester' },
  { column: 'requesterEmail', field: 'requesterEmail', most: 128, part: 'requester' },
  { column: 'requesterPhone', field: 'requesterPhone', most: 32, part: 'requester' },
  { column: 'ratingFeedback', field: 'ratingComment', most: Number.POSITIVE_INFINITY, part: 'rating' },
]

type Reading = {
  deal: CrmDeal
  /** As it was read last; undefined: never, so what the CRM has is what we sent. */
  base: KeptDeal | undefined
  book: MirrorBook
  /** What is on its way to the CRM: there our row is right. */
  ours: ReadonlySet<CrmPart>
}

/** What people see of a deal, as a row has to have it after a reading. */
export function columnsOfReading(before: TicketRow, reading: Reading): TicketColumns {
  const { deal, base, book, ours } = reading
  const texts = textsOf(before, reading)
  const category = texts.serviceCategory
  return {
    ...(!ours.has('title') && {
      title: mergeValue(before.title, titleOf(deal), base?.title ?? undefined) ?? before.title,
    }),
    ...texts,
    description: texts.description ?? '',
    ...(category !== undefined &&
      category !== before.serviceCategory && {
        categoryId: category === null ? null : book.categoryOf(category),
      }),
    ...(!ours.has('priority') && { priority: priorityOf(deal) ?? before.priority }),
    ...(!ours.has('deadline') && {
      dateDeadline: mergeMoment(before.dateDeadline, deal.fields.deadline, base?.fields.deadline),
    }),
    ...columnsOfMove(before, reading),
    ...(!ours.has('rating') && columnsOfRating(before, reading)),
    ...(!ours.has('responsible') && columnsOfAssignee(before, reading)),
    ...(before.userId === null && {
      userId: book.requester(texts.matricula ?? null, texts.requesterEmail ?? null),
    }),
  }
}

export const titleOf = ({ title, dealId }: CrmDeal) =>
  storableText(title).trim().slice(0, LONGEST_TITLE) || `#${dealId}`

function textsOf(
  before: TicketRow,
  { deal, base, ours }: Reading,
): Partial<Record<TextColumn, string | null>> {
  const entries = TEXTS.flatMap(({ column, field, most, part }) => {
    if (part && ours.has(part)) return []
    return [
      [column, mergeValue(before[column], textOf(deal.fields[field], most), base?.fields[field])] as const,
    ]
  })
  return Object.fromEntries(entries)
}

export function textOf(value: string | null | undefined, most: number): string | null | undefined {
  if (value === null || value === undefined) return value
  return storableText(value).slice(0, most) || null
}

/** A choice that nobody here knows is none. */
const priorityOf = ({ fields: { priority } }: CrmDeal) => (priority ? parsePriority(priority) : null)

/** Its status moves when the CRM moves it, so that what only we tell apart stays as it is. */
function columnsOfMove(before: TicketRow, { deal, base, book, ours }: Reading): TicketColumns {
  const stageId = storableText(deal.stageId).slice(0, LONGEST_STAGE)
  const hasPipeline = deal.pipelineId === before.pipelineId
  const isThere = hasPipeline && stageId === before.stageId
  const hasOtherMeaning = base?.stageId === deal.stageId && base.outcome !== deal.outcome
  if (isThere && !hasOtherMeaning) return {}
  // Whatever we want the deal to be has to be said in the stages of where it is now.
  if (ours.has('stage')) return hasPipeline ? {} : { pipelineId: deal.pipelineId, stageId }
  const { status, closeReason } = statusOf(book.placeOf(deal), deal.stageId)
  const at = deal.closedAt ?? deal.movedAt ?? deal.modifiedAt
  // Where nobody knew the stages yet, it has one now, and stands as before.
  const isFirst =
    base === undefined && before.stageId === '' && (status === 'closed') === (before.status === 'closed')
  return {
    pipelineId: deal.pipelineId,
    stageId,
    ...(!isFirst && columnsOfStatus(before, status, at, closeReason ?? undefined)),
    ...(status === 'closed' && { closeReason }),
  }
}

function columnsOfRating(before: TicketRow, { deal, base }: Reading): TicketColumns {
  const read = deal.fields.rating
  const stars = Number(read)
  // What is no number of stars says nothing.
  const theirs = !read || (Number.isInteger(stars) && stars >= 1 && stars <= 5) ? read : undefined
  const merged = mergeValue(before.rating?.toString() ?? null, theirs && String(stars), base?.fields.rating)
  const rating = merged === null ? null : Number(merged)
  return rating === before.rating ? {} : { rating, ratedAt: rating === null ? null : deal.modifiedAt }
}

/** The CRM knows no deal of nobody, and nobody without an account there: ours stays until the CRM names another. */
function columnsOfAssignee(before: TicketRow, { deal, base, book }: Reading): TicketColumns {
  const { responsibleId: id } = deal
  const isLocal = before.responsibleCrmId === null
  if (isLocal && (base === undefined || base.responsibleId === id)) return {}
  const person = book.person(id)
  const name = person?.name ? storableText(person.name).slice(0, 255) : null
  const email = person?.email?.slice(0, 255) ?? null
  if (id === before.responsibleCrmId)
    return {
      responsible: before.responsible ?? name,
      responsibleEmail: before.responsibleEmail ?? email,
      responsibleId: before.responsibleId ?? person?.agentId ?? null,
    }
  return {
    responsibleCrmId: id,
    responsible: name,
    responsibleEmail: email,
    responsibleId: person?.agentId ?? null,
    assignedAt: id === null ? null : deal.modifiedAt,
  }
}
