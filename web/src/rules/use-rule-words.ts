import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { LOCALE_NAMES } from '../texts.ts'
import { teamQuery } from '../tickets/team-query.ts'
import { metaQuery } from '../tickets/ticket-queries.ts'
import type { Rule } from './rule-api.ts'

/** A rule in few words. */
export function useRuleWords() {
  const { t } = useTranslation()
  const { data: meta } = useQuery(metaQuery())
  const { data: team } = useQuery(teamQuery)
  const labelOf = (slug: string) => meta?.categories.find((one) => one.slug === slug)?.label ?? slug
  const nameOf = (id: number) => team?.find((one) => one.id === id)?.full_name ?? `#${id}`
  return {
    conditions({ conditions }: Rule): string {
      const { categories = [], words = [], priorities = [], languages = [] } = conditions
      const parts = [
        categories.map(labelOf),
        words.map((word) => `“${word}”`),
        conditions.departments ?? [],
        conditions.requester_departments ?? [],
        priorities.map((one) => t(`tickets.priority.${one}`)),
        languages.map((one) => LOCALE_NAMES[one]),
      ].filter((part) => part.length > 0)
      return parts.map((part) => part.join(', ')).join(' · ') || t('rules.always')
    },
    effects({ effects: { priority, assignee_id, department, tags, reply } }: Rule): string {
      const parts = [
        priority && t(`tickets.priority.${priority}`),
        assignee_id === null ? t('rules.nobody') : assignee_id && nameOf(assignee_id),
        department,
        tags?.map((tag) => `#${tag}`).join(' '),
        reply && t('rules.answers'),
      ]
      return parts.filter(Boolean).join(' · ')
    },
  }
}
