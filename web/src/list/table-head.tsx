import { useTranslation } from 'react-i18next'
import type { Ticket } from '../tickets/ticket-api.ts'
import { type ListSearch, orderOf, type Sort, sortedBy } from './list-search.ts'
import styles from './ticket-table.module.css'
import type { Selection } from './use-selection.ts'

type Props = {
  search: ListSearch
  onSort: (search: ListSearch) => void
  tickets: readonly Ticket[]
  selection: Selection
}

/** In the order of the columns; by which of them the gateway sorts. */
const COLUMNS = [
  ['number', 'created'],
  ['priority', 'priority'],
  ['title', null],
  ['status', null],
  ['requester', null],
  ['department', null],
  ['assignee', null],
  ['sla', 'deadline'],
  ['updated', 'updated'],
] as const satisfies [string, Sort | null][]

export function TableHead({ search, onSort, tickets, selection }: Props) {
  const { t } = useTranslation()
  const now = orderOf(search)
  const count = tickets.filter(({ id }) => selection.ids.has(id)).length
  const isAll = count > 0 && count === tickets.length
  return (
    <thead className={styles.head}>
      <tr className={styles.row} aria-rowindex={1}>
        <th scope="col" className={styles.select}>
          <input
            type="checkbox"
            checked={isAll}
            ref={(box) => {
              if (box) box.indeterminate = count > 0 && !isAll
            }}
            aria-label={t('list.selectAll')}
            onChange={() => selection.set(isAll ? [] : tickets.map(({ id }) => id))}
          />
        </th>
        {COLUMNS.map(([name, sort]) => (
          <th
            key={name}
            scope="col"
            className={styles[name]}
            aria-sort={
              sort !== null && sort === now.sort
                ? now.order === 'asc'
                  ? 'ascending'
                  : 'descending'
                : undefined
            }
          >
            {sort === null ? (
              t(`list.columns.${name}`)
            ) : (
              <button type="button" className={styles.sort} onClick={() => onSort(sortedBy(search, sort))}>
                <span className={name === 'priority' ? 'visually-hidden' : undefined}>
                  {t(`list.columns.${name}`)}
                </span>
                {name === 'priority' && <span aria-hidden="true">{t('list.columns.priorityShort')}</span>}
                {sort === now.sort && <Arrow isUp={now.order === 'asc'} />}
              </button>
            )}
          </th>
        ))}
      </tr>
    </thead>
  )
}

const Arrow = ({ isUp }: { isUp: boolean }) => (
  <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true">
    <path
      d={isUp ? 'M6 10V2M3 5l3-3 3 3' : 'M6 2v8M3 7l3 3 3-3'}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    />
  </svg>
)
