import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '../tickets/ticket-api.ts'
import { rem } from '../ui/rem.ts'
import type { ListSearch } from './list-search.ts'
import { TableHead } from './table-head.tsx'
import { TicketRow } from './ticket-row.tsx'
import styles from './ticket-table.module.css'
import { useRowKeys } from './use-row-keys.ts'
import type { Selection } from './use-selection.ts'

const ROW_REM = 2
/** Asked for before the last row is in sight. */
const AHEAD = 20

type Props = {
  tickets: readonly Ticket[]
  search: ListSearch
  onSort: (search: ListSearch) => void
  selection: Selection
  openId: number | null
  isStale: boolean
  hasMore: boolean
  isFetchingMore: boolean
  onEnd: () => void
}

/** Only the rows in sight are drawn, however many there are. */
export function TicketTable(props: Props) {
  const { tickets, search, onSort, selection, openId, isStale, hasMore, isFetchingMore, onEnd } = props
  const { t } = useTranslation()
  const frame = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: tickets.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rem(ROW_REM),
    getItemKey: (index) => tickets[index]?.id ?? index,
    overscan: 12,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && !isFetchingMore && last >= tickets.length - AHEAD) onEnd()
  }, [hasMore, isFetchingMore, last, tickets.length, onEnd])
  useRowKeys({ tickets, selection, rows, frame, openId })

  return (
    <div ref={frame} className={styles.frame} data-stale={isStale || undefined}>
      <table
        className={styles.table}
        aria-label={t('list.title')}
        aria-rowcount={hasMore ? -1 : tickets.length + 1}
        aria-busy={isStale || isFetchingMore}
      >
        <TableHead search={search} onSort={onSort} tickets={tickets} selection={selection} />
        <tbody className={styles.rows} style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const ticket = tickets[index]
            return (
              ticket && (
                <TicketRow
                  key={ticket.id}
                  ticket={ticket}
                  index={index}
                  start={start}
                  measure={rows.measureElement}
                  isOpen={ticket.id === openId}
                  isSelected={selection.ids.has(ticket.id)}
                  onSelect={selection.toggle}
                />
              )
            )
          })}
        </tbody>
      </table>
      {isFetchingMore && <p className={styles.more}>{t('ui.loading')}</p>}
    </div>
  )
}
