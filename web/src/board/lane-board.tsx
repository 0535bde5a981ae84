import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PriorityMark } from '../tickets/priority-mark.tsx'
import { teamQuery } from '../tickets/team-query.ts'
import { PRIORITIES } from '../tickets/ticket-search.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import type { Board } from './board-queries.ts'
import type { BoardFilters, LaneKind } from './board-search.ts'
import { CardList } from './card-list.tsx'
import { compareCards } from './card-order.ts'
import { ColumnHead } from './column-head.tsx'
import { DropCell } from './drop-cell.tsx'
import styles from './lane-board.module.css'
import { type Lane, laneKeyOf, lanesOf } from './lanes.ts'
import { type ReadColumn, WithColumns } from './with-columns.tsx'

type Props = { kind: LaneKind; board: Board; filters: BoardFilters; openId: number | null }

/** The same columns, in a row for each person, priority or department. */
export function LaneBoard({ kind, board, filters, openId }: Props) {
  const { t } = useTranslation()
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const { data: team = [] } = useQuery(teamQuery)
  const nameOf = ({ key, name }: Lane) => {
    const priority = PRIORITIES.find((one) => kind === 'priority' && one === key)
    if (priority) return t(`tickets.priority.${priority}`)
    if (key === '') return t(kind === 'assignee' ? 'board.nobody' : 'board.lanes.noDepartment')
    return name || (team.find(({ id }) => String(id) === key)?.full_name ?? key)
  }
  const toggle = (key: string) => {
    const next = new Set(closed)
    if (!next.delete(key)) next.add(key)
    setClosed(next)
  }
  return (
    <WithColumns board={board} filters={filters}>
      {(columns) => {
        const lanes = lanesOf(
          kind,
          columns.flatMap(({ cards }) => cards.map(({ ticket }) => ticket)),
        )
        return (
          <div className={styles.lanes}>
            <div className={styles.heads}>
              {columns.map(({ column, count, more }) => (
                <div key={column.stage_id}>
                  <ColumnHead column={column} count={count} closedWithinDays={board.closed_within_days} />
                  {more && (
                    <Button
                      look="quiet"
                      isSmall
                      aria-label={t('board.lanes.more', { count: more.count, name: column.name })}
                      onClick={more.read}
                    >
                      + {more.count}
                    </Button>
                  )}
                </div>
              ))}
            </div>
            {lanes.map((lane) => {
              const cells = columns.map((one) => cellOf(kind, lane, one))
              const most = Math.max(...cells.map(({ cards }) => cards.length))
              const isOpen = !closed.has(lane.key)
              return (
                <section key={lane.key} className={styles.lane} aria-label={nameOf(lane)}>
                  <button
                    type="button"
                    className={styles.name}
                    aria-expanded={isOpen}
                    onClick={() => toggle(lane.key)}
                  >
                    <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
                    {kind === 'priority' && (
                      <PriorityMark
                        priority={PRIORITIES.find((one) => one === lane.key) ?? 'medium'}
                        isSilent
                      />
                    )}
                    {nameOf(lane)}
                    <span className={styles.count}>
                      {cells.reduce((sum, { cards }) => sum + cards.length, 0)}
                    </span>
                  </button>
                  {isOpen && (
                    <div className={styles.cells} data-rows={Math.min(Math.max(most, 1), 4)}>
                      {cells.map(({ column, cards }) => (
                        <DropCell
                          key={column.stage_id}
                          place={{ stageId: column.stage_id, laneKey: lane.key }}
                          column={column}
                          cards={cards}
                          compare={compareCards(column)}
                          className={styles.cell}
                        >
                          {({ heldId, lineAt }) => (
                            <CardList
                              cards={cards}
                              label={`${column.name}, ${nameOf(lane)}`}
                              openId={openId}
                              heldId={heldId}
                              lineAt={lineAt}
                              onEnd={null}
                            />
                          )}
                        </DropCell>
                      ))}
                    </div>
                  )}
                </section>
              )
            })}
          </div>
        )
      }}
    </WithColumns>
  )
}

const cellOf = (kind: LaneKind, { key }: Lane, { column, cards }: ReadColumn) => ({
  column,
  cards: cards.filter(({ ticket }) => laneKeyOf(kind, ticket) === key),
})
