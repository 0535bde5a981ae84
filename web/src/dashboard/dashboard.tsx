import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useRoom } from '../live/use-room.ts'
import { AppPage } from '../shell/app-page.tsx'
import { NOT_COUNTED, readCountedFilters } from '../tickets/counted-search.ts'
import { FilterBar } from '../tickets/filter-bar.tsx'
import { SendKeptChanges } from '../tickets/send-kept-changes.tsx'
import { Button } from '../ui/button.tsx'
import { useHalfMinutes } from '../ui/clock.ts'
import { Failure, sentenceOf } from '../ui/failure.tsx'
import { Icon } from '../ui/icon.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import styles from './dashboard.module.css'
import { csvPathOf, periodQuery } from './dashboard-queries.ts'
import type { DashboardSearch } from './dashboard-routes.tsx'
import { NowLine } from './now-line.tsx'
import { dayOf, periodOf, readPeriodSearch } from './period.ts'
import { PeriodChoice } from './period-choice.tsx'
import { PeriodView } from './period-view.tsx'
import { saveCsv } from './save-csv.ts'

/** How it stands, and how it went. */
export function Dashboard() {
  const { t } = useTranslation()
  useRoom('dashboard')
  const navigate = useNavigate()
  const given = useSearch({ from: '/signed-in/team/painel' })
  const [search, filters] = [readPeriodSearch(given), readCountedFilters(given)]
  const show = (next: DashboardSearch) => void navigate({ to: '/painel', search: next, replace: true })
  // Whoever leaves it open over night sees the new day.
  const today = useHalfMinutes((nowMs) => dayOf(new Date(nowMs)))
  const period = periodOf(search, today)
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(periodQuery(period, filters))
  const save = useMutation({
    mutationFn: () => saveCsv(csvPathOf(period, filters), `dashboard-${period.from}-${period.to}.csv`),
    onError: (failure) => toast.error(sentenceOf(failure, t('form.offline'))),
  })
  return (
    <AppPage isWide>
      <div className={styles.dashboard}>
        <PageHeading title={t('dashboard.title')} />
        <FilterBar
          filters={filters}
          without={NOT_COUNTED}
          onChange={(next) => show({ ...search, ...readCountedFilters(next) })}
        />
        <NowLine filters={filters} />
        <div className={styles.bar}>
          <PeriodChoice search={search} period={period} onChoose={(next) => show({ ...filters, ...next })} />
          <Button isSmall isBusy={save.isPending} onClick={() => save.mutate()}>
            <Icon name="download" />
            {t('dashboard.period.csv')}
          </Button>
        </div>
        {isPending && <Waiting heights={[60, 300, 300]} gap={24} />}
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {data && (
          <PeriodView
            dashboard={data}
            isStale={isPlaceholderData}
            onShowAll={() => show({ ...filters, days: 90 })}
          />
        )}
      </div>
      <SendKeptChanges />
    </AppPage>
  )
}
