import { useTranslation } from 'react-i18next'
import { Failure } from '../ui/failure.tsx'
import { rem } from '../ui/rem.ts'
import { Block } from '../ui/waiting.tsx'
import type { BoardColumn } from './board-queries.ts'
import type { BoardFilters } from './board-search.ts'
import { CARD_REM, CardList } from './card-list.tsx'
import styles from './column.module.css'
import { ColumnHead } from './column-head.tsx'
import { DropCell } from './drop-cell.tsx'
import { useColumn } from './use-column.ts'

const MOST_BLOCKS = 5

type Props = {
  column: BoardColumn
  filters: BoardFilters
  closedWithinDays: number
  openId: number | null
}

export function Column({ column, filters, closedWithinDays, openId }: Props) {
  const { t } = useTranslation()
  const { query, tickets, cards, compare, count, onEnd } = useColumn(column, filters, closedWithinDays)
  const blocks = query.isPending ? Math.min(column.count, MOST_BLOCKS) : 0
  return (
    <DropCell
      place={{ stageId: column.stage_id, laneKey: null }}
      column={column}
      cards={cards}
      compare={compare}
      className={styles.column}
    >
      {({ heldId, lineAt }) => (
        <>
          <ColumnHead column={column} count={count} closedWithinDays={closedWithinDays} />
          {blocks > 0 && (
            <div className={styles.waiting}>
              {Array.from({ length: blocks }, (_, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: they are blocks, and nothing but their place tells them apart
                <Block key={at} height={rem(CARD_REM)} />
              ))}
            </div>
          )}
          {query.isError && tickets.length === 0 ? (
            <Failure error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <CardList
              cards={cards}
              label={t('board.columnLabel', { name: column.name, count })}
              openId={openId}
              heldId={heldId}
              lineAt={lineAt}
              onEnd={onEnd}
            />
          )}
        </>
      )}
    </DropCell>
  )
}
