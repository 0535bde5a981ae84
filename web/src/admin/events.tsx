import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'
import type { EventSearch } from './crm-search.ts'
import { EventFilters } from './event-filters.tsx'
import { filterOf, readEventSearch } from './event-search.ts'
import { EventSheet } from './event-sheet.tsx'
import { EventTable } from './event-table.tsx'
import { MoreRows } from './more-rows.tsx'
import { ReplaySheet } from './replay-sheet.tsx'
import { eventsQuery } from './sync-api.ts'
import styles from './sync-part.module.css'

/** What the CRM told us, as it came; one or all of those that are shown can be looked at anew. */
export function Events() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = readEventSearch(useSearch({ from: '/signed-in/admins/admin/crm' }))
  const filter = filterOf(search)
  const [openId, setOpenId] = useState<number | null>(null)
  const [isAsked, setIsAsked] = useState(false)
  const [clears, setClears] = useState(0)
  const query = useInfiniteQuery(eventsQuery(filter))
  const events = query.data?.pages.flatMap(({ items }) => items) ?? []
  const isFiltered = Object.keys(filter).length > 0
  const change = (next: EventSearch) =>
    void navigate({ to: '.', search: { part: 'events', ...next }, replace: true })
  const clear = () => {
    setClears(clears + 1)
    change({})
  }
  return (
    <div className={styles.part}>
      <div className={styles.bar}>
        {/* Cleared from elsewhere, what is typed in it is gone too. */}
        <EventFilters key={clears} search={search} onChange={change} />
        {isFiltered && events.length > 0 && (
          <Button isSmall onClick={() => setIsAsked(true)}>
            {t('admin.crm.replayAll')}
          </Button>
        )}
      </div>
      {query.isPending && <Waiting heights={[32, 36, 36, 36, 36]} />}
      {query.isError && events.length === 0 && (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && events.length === 0 && (
        <Empty action={isFiltered && <Button onClick={clear}>{t('ui.clear')}</Button>}>
          {t(isFiltered ? 'admin.crm.noSuchEvents' : 'admin.crm.noEvents')}
        </Empty>
      )}
      {events.length > 0 && <EventTable events={events} onOpen={setOpenId} />}
      <MoreRows query={query} />
      {openId !== null && <EventSheet id={openId} onClose={() => setOpenId(null)} />}
      {isAsked && <ReplaySheet filter={filter} onClose={() => setIsAsked(false)} />}
    </div>
  )
}
