import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { openLine } from '../live/line.ts'
import { useUser } from '../session.ts'
import { AppPage } from '../shell/app-page.tsx'
import { SearchBox } from '../tickets/search-box.tsx'
import { ticketListQuery } from '../tickets/ticket-queries.ts'
import { ButtonLink } from '../ui/button-link.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { timeOfDay } from '../ui/time-of-day.ts'
import { readMySearch, type Showing } from './my-search.ts'
import { OverTickets } from './over-tickets.tsx'
import styles from './portal.module.css'
import { ShowingChoice } from './showing-choice.tsx'
import { TicketRows } from './ticket-rows.tsx'

const CURRENT = 'open,in_progress,waiting_for_user,on_hold,resolved'

/** What somebody asked for, and how it stands. */
export function MyTickets() {
  const { t } = useTranslation()
  const user = useUser()
  const queryClient = useQueryClient()
  const { q = '', show = 'all' } = useSearch({ from: '/signed-in/chamados' })
  const navigate = useNavigate({ from: '/chamados' })
  const search = {
    scope: show === 'watching' ? 'watching' : 'mine',
    limit: 30,
    ...(q && { q }),
    ...(show === 'unread' && { unread: true }),
  }
  const status = show === 'waiting' ? 'waiting_for_user' : CURRENT
  const current = useInfiniteQuery(ticketListQuery({ ...search, status }))
  // Everybody hears of their own tickets by being there.
  useEffect(() => void openLine(queryClient), [queryClient])
  const [name = ''] = user?.full_name.split(' ') ?? []
  const look = (change: { q?: string; show?: Showing }) =>
    void navigate({ search: readMySearch({ q, show, ...change }), replace: true, resetScroll: false })
  const empty = q ? t('portal.emptySearch', { text: q }) : t(EMPTY[show])
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
        <SearchBox value={q} onSearch={(text) => look({ q: text })} label={t('portal.search')} isLarge />
        <ShowingChoice value={show} onChoose={(showing) => look({ show: showing })} />
      </div>
      <section aria-labelledby="current" className={styles.section}>
        <h2 id="current" className={styles.heading}>
          {t('portal.current')}
        </h2>
        <TicketRows
          query={current}
          empty={empty}
          action={
            q === '' && show === 'all' && <ButtonLink to="/chamados/novo">{t('portal.open')}</ButtonLink>
          }
        />
      </section>
      {show !== 'waiting' && <OverTickets search={search} isSearched={q !== '' || show === 'unread'} />}
    </AppPage>
  )
}

const EMPTY = {
  all: 'portal.empty',
  waiting: 'portal.emptyWaiting',
  unread: 'portal.emptyUnread',
  watching: 'portal.emptyWatching',
} as const
