import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { openLine } from '../live/line.ts'
import { useUser } from '../session.ts'
import { AppPage } from '../shell/app-page.tsx'
import { SearchBox } from '../tickets/search-box.tsx'
import { ticketListQuery } from '../tickets/ticket-queries.ts'
import { ButtonLink } from '../ui/button-link.tsx'
import { Icon } from '../ui/icon.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { timeOfDay } from '../ui/time-of-day.ts'
import styles from './portal.module.css'
import { TicketRows } from './ticket-rows.tsx'

const CURRENT = 'open,in_progress,waiting_for_user,on_hold,resolved'

/** What somebody asked for, and how it stands. */
export function MyTickets() {
  const { t } = useTranslation()
  const user = useUser()
  const queryClient = useQueryClient()
  const [q, setQ] = useState('')
  const [showsOver, setShowsOver] = useState(false)
  const search = { scope: 'mine', ...(q && { q }) }
  const current = useInfiniteQuery(ticketListQuery({ ...search, status: CURRENT, limit: 30 }))
  const over = useInfiniteQuery({
    ...ticketListQuery({ ...search, status: 'closed', limit: 30 }),
    enabled: showsOver || q !== '',
  })
  // Everybody hears of their own tickets by being there.
  useEffect(() => void openLine(queryClient), [queryClient])
  const [name = ''] = user?.full_name.split(' ') ?? []
  return (
    <AppPage>
      <div className={styles.welcome}>
        <PageHeading title={t('portal.title')}>
          {t(`portal.greeting.${timeOfDay(new Date())}`, { name })}
        </PageHeading>
        <ButtonLink look="primary" to="/chamados/novo">
          {t('portal.open')}
        </ButtonLink>
      </div>
      <div className={styles.searchLine}>
        <SearchBox value={q} onSearch={setQ} label={t('portal.search')} isLarge />
      </div>
      <section aria-labelledby="current" className={styles.section}>
        <h2 id="current" className={styles.heading}>
          {t('portal.current')}
        </h2>
        <TicketRows
          query={current}
          empty={q ? t('portal.emptySearch', { text: q }) : t('portal.empty')}
          action={q === '' && <ButtonLink to="/chamados/novo">{t('portal.open')}</ButtonLink>}
        />
      </section>
      <details
        className={styles.section}
        open={showsOver || q !== ''}
        onToggle={(event) => setShowsOver(event.currentTarget.open)}
      >
        <summary className={styles.heading}>
          {t('portal.over')} <Icon name="chevron-down" />
        </summary>
        {(showsOver || q !== '') && (
          <TicketRows query={over} empty={q ? t('portal.emptySearch', { text: q }) : t('portal.emptyOver')} />
        )}
      </details>
    </AppPage>
  )
}
