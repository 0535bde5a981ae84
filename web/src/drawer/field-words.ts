import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { stageNamesQuery } from '../tickets/stage-names.ts'
import { teamQuery } from '../tickets/team-query.ts'
import type { TicketDetail } from '../tickets/ticket-api.ts'
import { metaQuery } from '../tickets/ticket-queries.ts'
import { PRIORITIES, STATUSES } from '../tickets/ticket-search.ts'
import { describeMoment } from './describe-moment.ts'

export const FIELDS = [
  'status',
  'stage',
  'assignee',
  'priority',
  'category',
  'department',
  'deadline',
  'title',
  'tags',
  'resolution_notes',
  'rating',
] as const
export type FieldName = (typeof FIELDS)[number]
export type FieldWords = {
  name: (field: FieldName) => string
  value: (field: FieldName, value: unknown) => string
}

/** What the fields of a ticket are called, and what is in them, as people say it. */
export function useFieldWords({ withStages = false } = {}): FieldWords {
  const { t } = useTranslation()
  const { data: team = [] } = useQuery(teamQuery)
  const { data: meta } = useQuery(metaQuery())
  const { data: stages } = useQuery({ ...stageNamesQuery, enabled: withStages })
  return {
    name: (field) => t(`drawer.fields.${field}`),
    value(field, value) {
      if (value === null || value === undefined || value === '') return t(`drawer.none.${noneOf(field)}`)
      const status = STATUSES.find((one) => one === value)
      if (field === 'status' && status) return t(`tickets.status.${status}`)
      const priority = PRIORITIES.find((one) => one === value)
      if (field === 'priority' && priority) return t(`tickets.priority.${priority}`)
      if (field === 'assignee') return team.find(({ id }) => id === value)?.full_name ?? String(value)
      if (field === 'category')
        return meta?.categories.find(({ slug }) => slug === value)?.label ?? String(value)
      if (field === 'stage') return stages?.[String(value)] ?? String(value)
      if (field === 'deadline') return describeMoment(String(value))
      if (Array.isArray(value)) return value.length === 0 ? t('drawer.none.other') : value.join(', ')
      return String(value)
    },
  }
}

const noneOf = (field: FieldName) => (field === 'assignee' ? 'assignee' : 'other')

/** What is different between two readings of a ticket, by field. */
export function differences(before: TicketDetail, after: TicketDetail) {
  const all = FIELDS.flatMap((field) => {
    const [from, to] = [contentOf(before, field), contentOf(after, field)]
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ field, from, to }]
  })
  return withoutStage(all)
}

/** Where the status is another one, the column says nothing more. */
export const withoutStage = <T extends { field: FieldName }>(changes: T[]): T[] =>
  changes.some(({ field }) => field === 'status') ? changes.filter(({ field }) => field !== 'stage') : changes

function contentOf(ticket: TicketDetail, field: FieldName): unknown {
  if (field === 'assignee') return ticket.assignee?.name ?? ticket.assignee?.id ?? null
  if (field === 'category') return ticket.category_label
  if (field === 'stage') return ticket.stage_id
  return field === 'deadline' ? ticket.date_deadline : ticket[field]
}

/** Under which name PATCH has it. */
const fieldOfWish = (name: string) =>
  (({ assigned_to: 'assignee', stage_id: 'stage' }) as const)[name] ?? FIELDS.find((one) => one === name)

/** What somebody wants, under the names of PATCH. */
export const describeWish = (words: FieldWords, changes: Record<string, unknown>): string =>
  Object.entries(changes)
    .map(([name, value]) => {
      const field = fieldOfWish(name)
      return field ? `${words.name(field)}: ${words.value(field, value)}` : name
    })
    .join(', ')
