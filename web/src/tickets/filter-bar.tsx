import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useUser } from '../session.ts'
import { Pick } from '../ui/pick.tsx'
import styles from './filter-bar.module.css'
import { PriorityMark } from './priority-mark.tsx'
import { SearchBox } from './search-box.tsx'
import { choicesQuery, teamQuery } from './team-query.ts'
import { metaQuery } from './ticket-queries.ts'
import {
  countFilters,
  PRIORITIES,
  SLA_STATES,
  STATUSES,
  type TicketFilters,
  valuesOf,
} from './ticket-search.ts'

type Props = {
  filters: TicketFilters
  onChange: (filters: TicketFilters) => void
  /** What this screen shows in another way. */
  without?: readonly (keyof TicketFilters)[]
  /** At the end of the bar: views, lanes. */
  children?: ReactNode
}

/** Narrows the board and the list; the address holds what is chosen. */
export function FilterBar({ filters, onChange, without = [], children }: Props) {
  const { t } = useTranslation()
  const user = useUser()
  const { data: team = [] } = useQuery(teamQuery)
  const { data: meta } = useQuery(metaQuery())
  const { data: choices } = useQuery(choicesQuery)
  const [isOpen, setIsOpen] = useState(false)
  const count = countFilters(filters)
  const has = (name: keyof TicketFilters) => !without.includes(name)
  /** Undefined and '' take a filter away. */
  const set = (name: keyof TicketFilters, value: string | number | boolean | undefined) => {
    const { [name]: _, ...others } = filters
    onChange(value === undefined || value === '' ? others : { ...others, [name]: value })
  }
  const colleagues = team.filter(({ id }) => id !== user?.id)
  const people = [
    ...(user ? [{ value: user.id, name: t('tickets.filter.me'), hint: user.full_name }] : []),
    { value: 0, name: t('tickets.filter.nobody') },
    ...colleagues.map(({ id, full_name }) => ({ value: id, name: full_name })),
  ]
  return (
    <search className={styles.bar} aria-label={t('tickets.filter.label')}>
      {has('q') && <SearchBox value={filters.q ?? ''} onSearch={(q) => set('q', q)} />}
      <button type="button" className={styles.more} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {t('tickets.filter.label')}
        {count > 0 && <span className={styles.count}>{count}</span>}
      </button>
      <div className={isOpen ? styles.open : styles.filters}>
        {has('status') && (
          <Pick
            label={t('tickets.filter.status')}
            isMultiple
            options={STATUSES.map((value) => ({ value, name: t(`tickets.status.${value}`) }))}
            picked={STATUSES.filter((one) => valuesOf(filters.status).includes(one))}
            onPick={(picked) => set('status', picked.join(','))}
          />
        )}
        {has('priority') && (
          <Pick
            label={t('tickets.filter.priority')}
            isMultiple
            options={PRIORITIES.map((value) => ({
              ...{ value, name: t(`tickets.priority.${value}`) },
              mark: <PriorityMark priority={value} isSilent />,
            }))}
            picked={PRIORITIES.filter((one) => valuesOf(filters.priority).includes(one))}
            onPick={(picked) => set('priority', picked.join(','))}
          />
        )}
        {has('assigned_to') && (
          <Pick
            label={t('tickets.filter.assignee')}
            hasAny
            options={people}
            picked={filters.assigned_to === undefined ? [] : [filters.assigned_to]}
            onPick={([id]) => set('assigned_to', id)}
          />
        )}
        {has('sla') && (
          <Pick
            label={t('tickets.filter.sla')}
            hasAny
            options={SLA_STATES.map((value) => ({ value, name: t(`tickets.slaStates.${value}`) }))}
            picked={filters.sla ? [filters.sla] : []}
            onPick={([state]) => set('sla', state)}
          />
        )}
        {has('department') && (
          <Pick
            label={t('tickets.filter.department')}
            hasAny
            options={inUse(choices?.departments, filters.department)}
            picked={filters.department ? [filters.department] : []}
            onPick={([department]) => set('department', department)}
          />
        )}
        {has('category') && (
          <Pick
            label={t('tickets.filter.category')}
            hasAny
            options={(meta?.categories ?? []).map(({ slug, label }) => ({ value: slug, name: label }))}
            picked={filters.category ? [filters.category] : []}
            onPick={([category]) => set('category', category)}
          />
        )}
        {has('unread') && (
          <button
            type="button"
            className={styles.toggle}
            aria-pressed={filters.unread ?? false}
            onClick={() => set('unread', filters.unread ? undefined : true)}
          >
            {t('tickets.filter.unread')}
          </button>
        )}
        {has('snoozed') && (
          <button
            type="button"
            className={styles.toggle}
            aria-pressed={filters.snoozed ?? false}
            onClick={() => set('snoozed', filters.snoozed ? undefined : true)}
          >
            {t('drawer.snooze.filter')}
          </button>
        )}
        {has('tag') && (
          <Pick
            label={t('tickets.filter.tagLabel')}
            hasAny
            options={inUse(choices?.tags, filters.tag)}
            picked={filters.tag ? [filters.tag] : []}
            onPick={([tag]) => set('tag', tag)}
          />
        )}
        {count > 0 && (
          <button
            type="button"
            className={styles.clear}
            onClick={() => onChange(filters.q === undefined ? {} : { q: filters.q })}
          >
            {t('tickets.filter.clear')}
          </button>
        )}
      </div>
      {children && <div className={styles.end}>{children}</div>}
    </search>
  )
}

/** With what is chosen already, even if no open ticket has it any more. */
function inUse(known: { name: string; count: number }[] = [], chosen: string | undefined) {
  const options = known.map(({ name, count }) => ({ value: name, name: `${name} (${count})` }))
  if (chosen === undefined || known.some(({ name }) => name === chosen)) return options
  return [{ value: chosen, name: chosen }, ...options]
}
