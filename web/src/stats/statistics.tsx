import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DashboardSearch } from '../dashboard/dashboard-routes.tsx'
import { dayOf, periodOf, readPeriodSearch } from '../dashboard/period.ts'
import { PeriodChoice } from '../dashboard/period-choice.tsx'
import { AppPage } from '../shell/app-page.tsx'
import { NOT_COUNTED, readCountedFilters } from '../tickets/counted-search.ts'
import { FilterBar } from '../tickets/filter-bar.tsx'
import { useHalfMinutes } from '../ui/clock.ts'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { Numbers } from './numbers.tsx'
import { SheetsMenu } from './sheets-menu.tsx'
import styles from './statistics.module.css'
import { type Bucket, statsQuery } from './stats-queries.ts'
import { TimesTable } from './times-table.tsx'

/** What draws them is large, and the numbers need not wait for it. */
const Pictures = lazy(async () => ({ default: (await import('./pictures.tsx')).Pictures }))

const DAYS_BY_WEEKS = 92

/** What was filed in a period, and what became of it: in numbers, pictures, tables and spreadsheets. */
export function Statistics() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const given = useSearch({ from: '/signed-in/team/estatisticas' })
  const [search, filters] = [readPeriodSearch(given), readCountedFilters(given)]
  const show = (next: DashboardSearch) => void navigate({ to: '/estatisticas', search: next, replace: true })
  const today = useHalfMinutes((nowMs) => dayOf(new Date(nowMs)))
  const period = periodOf(search, today)
  const asked = { period, filters }
  const [chosen, setBucket] = useState<Bucket | null>(null)
  const days = (Date.parse(period.to) - Date.parse(period.from)) / 86_400_000
  const bucket = chosen ?? (days > DAYS_BY_WEEKS ? 'week' : 'day')
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(statsQuery(asked))
  return (
    <AppPage isWide>
      <div className={styles.statistics}>
        <PageHeading title={t('stats.title')} />
        <div className={styles.bar}>
          <PeriodChoice search={search} period={period} onChoose={(next) => show({ ...filters, ...next })} />
          <SheetsMenu asked={asked} bucket={bucket} />
        </div>
        <FilterBar
          filters={filters}
          without={NOT_COUNTED}
          onChange={(next) => show({ ...search, ...readCountedFilters(next) })}
        />
        {isPending && <Waiting heights={[60, 120, 300]} gap={24} />}
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {data?.total === 0 && <Empty>{t('stats.empty')}</Empty>}
        {data && data.total > 0 && (
          <div
            className={styles.view}
            data-stale={isPlaceholderData || undefined}
            aria-busy={isPlaceholderData}
          >
            <Numbers stats={data} />
            <TimesTable stats={data} />
            <Suspense fallback={<Waiting heights={[300, 300, 300]} gap={24} />}>
              <Pictures stats={data} asked={asked} bucket={bucket} onBucket={setBucket} />
            </Suspense>
          </div>
        )}
      </div>
    </AppPage>
  )
}
