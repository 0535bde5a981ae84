import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoom } from '../live/use-room.ts'
import { AppPage } from '../shell/app-page.tsx'
import { FilterBar } from '../tickets/filter-bar.tsx'
import { SendKeptChanges } from '../tickets/send-kept-changes.tsx'
import { countFilters } from '../tickets/ticket-search.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Block } from '../ui/waiting.tsx'
import styles from './board.module.css'
import { boardQuery } from './board-queries.ts'
import { type BoardSearch, filtersOf, readBoardSearch } from './board-search.ts'
import { CardMenu } from './card-menu.tsx'
import { ClosingDialog } from './closing-dialog.tsx'
import { Column } from './column.tsx'
import { LaneBoard } from './lane-board.tsx'
import { LanePick } from './lane-pick.tsx'
import { useBoardKeys } from './use-board-keys.ts'
import { useBoardMoves } from './use-board-moves.ts'
import { useBoardNews } from './use-board-news.ts'
import { usePendingMoves } from './use-pending-moves.ts'
import { ViewsMenu } from './views-menu.tsx'

/** All that is open, in the columns of the CRM, as it is right now. */
export function Board() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = readBoardSearch(useSearch({ from: '/signed-in/team/board' }))
  const openId = Number(useParams({ strict: false }).ticketId) || null
  const { lanes } = search
  const filters = filtersOf(search)
  const query = useQuery({ ...boardQuery(filters), placeholderData: keepPreviousData })
  const board = query.data
  const columns = board?.columns ?? []
  const frame = useRef<HTMLDivElement>(null)
  useRoom('dashboard')
  useBoardNews()
  usePendingMoves()
  useBoardKeys(openId)
  const { move, take, closing } = useBoardMoves(columns, lanes)
  useEffect(() => {
    const element = frame.current
    return element ? autoScrollForElements({ element }) : undefined
  }, [])
  const change = (next: BoardSearch) => void navigate({ to: '.', search: next, replace: true })
  const isNarrowed = countFilters(filters) > 0 || filters.q !== undefined
  const isEmpty = query.isSuccess && columns.every(({ count }) => count === 0)

  return (
    <AppPage isWide>
      <div className={styles.board}>
        <PageHeading title={t('board.title')} isHidden />
        <FilterBar
          filters={filters}
          without={['status']}
          onChange={({ status: _, ...next }) => change({ ...next, ...(lanes && { lanes }) })}
        >
          <LanePick lanes={lanes} onPick={(kind) => change({ ...filters, ...(kind && { lanes: kind }) })} />
          <ViewsMenu search={search} onOpen={change} />
        </FilterBar>
        {query.isError && !board && <Failure error={query.error} onRetry={() => void query.refetch()} />}
        {isEmpty && isNarrowed && (
          <Empty
            action={
              <Button isSmall onClick={() => change(lanes ? { lanes } : {})}>
                {t('tickets.filter.clear')}
              </Button>
            }
          >
            {t('board.nothingFound')}
          </Empty>
        )}
        {isEmpty && !isNarrowed && <Empty>{t('board.empty')}</Empty>}
        <div
          ref={frame}
          className={styles.columns}
          data-scrolls="x"
          hidden={isEmpty && isNarrowed}
          // Without cards there is nothing else in it by which a keyboard could scroll.
          {...(isEmpty && { tabIndex: 0, role: 'group', 'aria-label': t('board.title') })}
        >
          {query.isPending && <Waiting />}
          {board && lanes && (
            <LaneBoard kind={lanes} board={board} filters={filters} openId={openId} key={lanes} />
          )}
          {board &&
            !lanes &&
            columns.map((column) => (
              <Column
                key={column.stage_id}
                column={column}
                filters={filters}
                closedWithinDays={board.closed_within_days}
                openId={openId}
              />
            ))}
        </div>
      </div>
      <CardMenu columns={columns} onMove={move} onTake={take} />
      {closing && <ClosingDialog {...closing} />}
      <Outlet />
      <SendKeptChanges />
    </AppPage>
  )
}

const Waiting = () =>
  [4, 3, 2, 4].map((cards, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they are blocks, and nothing but their place tells them apart
    <div key={at} className={styles.waiting}>
      <Block height={32} />
      {Array.from({ length: cards }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <Block key={n} height={92} />
      ))}
    </div>
  ))
