import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TicketSearch } from '../tickets/ticket-api.ts'
import { ticketListQuery } from '../tickets/ticket-queries.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './portal.module.css'
import { TicketRows } from './ticket-rows.tsx'

type Props = {
  search: TicketSearch
  /** Then what was found is shown at once. */
  isSearched: boolean
}

/** Folded: how many there are, and whether there is news of one. */
export function OverTickets({ search, isSearched }: Props) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const query = useInfiniteQuery(ticketListQuery({ ...search, status: 'closed' }))
  const pages = query.data?.pages ?? []
  const count = pages[0]?.total
  const hasNews = pages.some(({ items }) => items.some(({ is_unread }) => is_unread))
  if (query.data && pages[0]?.items.length === 0) return null
  return (
    <details
      className={styles.section}
      open={isOpen || isSearched}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary className={styles.heading}>
        {hasNews && <span className={styles.dot} />}
        {count === undefined ? t('portal.over') : t('portal.overCount', { count })}
        {hasNews && <span className="visually-hidden"> ({t('portal.unread')})</span>}
        <Icon name="chevron-down" />
      </summary>
      {(isOpen || isSearched) && <TicketRows query={query} empty={t('portal.emptyOver')} />}
    </details>
  )
}
