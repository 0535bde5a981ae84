import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoom } from '../live/use-room.ts'
import { useMay } from '../session.ts'
import { AppPage } from '../shell/app-page.tsx'
import { FilterBar } from '../tickets/filter-bar.tsx'
import { SendKeptChanges } from '../tickets/send-kept-changes.tsx'
import { ticketListQuery } from '../tickets/ticket-queries.ts'
import { countFilters } from '../tickets/ticket-search.ts'
import { ViewsMenu } from '../tickets/views-menu.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { BulkBar } from './bulk-bar.tsx'
import styles from './list.module.css'
import { type ListSearch, listQueryOf, readListSearch } from './list-search.ts'
import { SortPick } from './sort-pick.tsx'
import { TicketTable } from './ticket-table.tsx'
import { useSelection } from './use-selection.ts'

/** All tickets in rows, to be searched, sorted and changed many at once. */
export function List() {
  const { t } = useTranslation()
  const search = readListSearch(useSearch({ from: '/signed-in/team/list' }))
  const openId = Number(useParams({ strict: false }).ticketId) || null
  const navigate = useNavigate()
  useRoom('dashboard')
  const mayChangeMany = useMay('tickets:change-many')
  const query = useInfiniteQuery({
    ...ticketListQuery(listQueryOf(search)),
    placeholderData: keepPreviousData,
  })
  const tickets = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data])
  const ids = useMemo(() => tickets.map(({ id }) => id), [tickets])
  const selection = useSelection(ids)
  // Counting may take longer than anybody waits; where all are there they need not be counted.
  const total = query.data?.pages[0]?.total ?? (query.hasNextPage ? undefined : tickets.length)
  const { sort: _, order: __, ...filters } = search
  const change = (next: ListSearch) => void navigate({ to: '.', search: next, replace: true })

  return (
    <AppPage isWide>
      <div className={styles.list}>
        <div className={styles.heading}>
          <PageHeading title={t('list.title')} />
          <span className={styles.count} role="status">
            {query.data &&
              (total === undefined
                ? t('list.many', { number: tickets.length })
                : t('list.count', { count: total }))}
          </span>
          <SortPick search={search} onChange={change} />
        </div>
        <FilterBar filters={filters} onChange={(next) => change({ ...next, ...pickOrder(search, next) })}>
          <ViewsMenu screen="list" search={search} onOpen={(view) => change(readListSearch(view))} />
        </FilterBar>
        {query.isPending && <Waiting heights={Array<number>(14).fill(28)} gap={4} />}
        {query.isError && tickets.length === 0 && (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        )}
        {query.isSuccess && tickets.length === 0 && (
          <NothingFound filters={filters} onClear={() => change({})} />
        )}
        {tickets.length > 0 && (
          <TicketTable
            tickets={tickets}
            search={search}
            onSort={change}
            selection={selection}
            openId={openId}
            isStale={query.isPlaceholderData}
            hasMore={query.hasNextPage}
            isFetchingMore={query.isFetchingNextPage}
            onEnd={() => void query.fetchNextPage()}
          />
        )}
        {mayChangeMany && <BulkBar tickets={tickets} selection={selection} />}
      </div>
      <Outlet />
      <SendKeptChanges />
    </AppPage>
  )
}

/** Whoever begins to search wants what fits best, until they sort. */
const pickOrder = ({ sort, order, q }: ListSearch, next: ListSearch) =>
  sort === undefined || (q === undefined && next.q !== undefined) ? {} : { sort, ...(order && { order }) }

function NothingFound({ filters, onClear }: { filters: ListSearch; onClear: () => void }) {
  const { t } = useTranslation()
  const isNarrowed = countFilters(filters) > 0 || filters.q !== undefined
  if (!isNarrowed) return <Empty>{t('list.empty')}</Empty>
  return (
    <Empty
      action={
        <Button isSmall onClick={onClear}>
          {t('tickets.filter.clear')}
        </Button>
      }
    >
      {t('list.nothingFound')}
    </Empty>
  )
}
