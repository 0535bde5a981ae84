import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { entriesQuery } from '../replies/reply-api.ts'
import { LOCALE_NAMES } from '../texts.ts'
import { teamQuery } from '../tickets/team-query.ts'
import { metaQuery } from '../tickets/ticket-queries.ts'
import type { Rule } from './rule-api.ts'

/** A rule in few words. */
export function useRuleWords() {
  const { t } = useTranslation()
  const { data: meta } = useQuery(metaQuery())
  const { data: team } = useQuery(teamQuery)
  const { data: replies } = useQuery(entriesQuery('reply'))
  const labelOf = (slug: string) => meta?.categories.find((one) => one.slug === slug)?.label ?? slug
  const nameOf = (id: number) => team?.find((one) => one.id === id)?.full_name ?? `#${id}`
  const titleOf = (id: number) => replies?.find((one) => one.id === id)?.title ?? `#${id}`
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
    effects({ effects: { priority, assignee_id, department, tags, reply, reply_id } }: Rule): string {
      const parts = [
        priority && t(`tickets.priority.${priority}`),
        assignee_id === null ? t('rules.nobody') : assignee_id && nameOf(assignee_id),
        department,
        tags?.map((tag) => `#${tag}`).join(' '),
        reply && t('rules.answers'),
        reply_id && `${t('rules.answers')} “${titleOf(reply_id)}”`,
      ]
      return parts.filter(Boolean).join(' · ')
    },
  }
}
