import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ListSearch } from '../list/list-search.ts'
import type { CountedFilters } from '../tickets/counted-search.ts'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { nowQuery } from './dashboard-queries.ts'
import styles from './now-line.module.css'
import { number } from './words.ts'

const OPEN: ListSearch = { status: 'open,in_progress,waiting_for_user,on_hold' }

/** How it stands: four numbers, each of which leads to the tickets that it counts. */
export function NowLine({ filters }: { filters: CountedFilters }) {
  const { t } = useTranslation()
  const { data, isPending, error, refetch } = useQuery(nowQuery(filters))
  if (isPending) return <Waiting heights={[56]} />
  if (!data) return <Failure error={error} onRetry={() => void refetch()} />
  const { open, unassigned, at_risk, late } = data
  const of = (more: ListSearch): ListSearch => ({ ...filters, ...OPEN, ...more })
  return (
    <ul className={styles.line} aria-label={t('dashboard.now.label')}>
      <Count value={open} name={t('dashboard.now.open', { count: open })} search={of({})} />
      <Count value={unassigned} name={t('dashboard.now.unassigned')} search={of({ assigned_to: 0 })} />
      <Count value={at_risk} name={t('dashboard.now.atRisk')} search={of({ sla: 'at_risk' })} mark="risk" />
      <Count
        value={late}
        name={t('dashboard.now.late', { count: late })}
        search={of({ sla: 'breached' })}
        mark="late"
      />
    </ul>
  )
}

type Props = { value: number; name: string; search: ListSearch; mark?: 'risk' | 'late' }

const Count = ({ value, name, search, mark }: Props) => (
  <li>
    <Link to="/lista" search={search} className={styles.count} data-mark={value > 0 ? mark : undefined}>
      <span className={styles.value}>{number(value)}</span> <span className={styles.name}>{name}</span>
    </Link>
  </li>
)
