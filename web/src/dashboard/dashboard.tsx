import { useMutation, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useRoom } from '../live/use-room.ts'
import { AppPage } from '../shell/app-page.tsx'
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
import { NowLine } from './now-line.tsx'
import { dayOf, periodOf, readPeriodSearch } from './period.ts'
import { PeriodChoice } from './period-choice.tsx'
import { PeriodView } from './period-view.tsx'
import { saveCsv } from './save-csv.ts'

/** How it stands, and how it went. */
export function Dashboard() {
  const { t } = useTranslation()
  useRoom('dashboard')
  const search = readPeriodSearch(useSearch({ from: '/signed-in/team/painel' }))
  // Whoever leaves it open over night sees the new day.
  const today = useHalfMinutes((nowMs) => dayOf(new Date(nowMs)))
  const period = periodOf(search, today)
  const { data, isPending, isPlaceholderData, error, refetch } = useQuery(periodQuery(period))
  const save = useMutation({
    mutationFn: () => saveCsv(csvPathOf(period), `dashboard-${period.from}-${period.to}.csv`),
    onError: (failure) => toast.error(sentenceOf(failure, t('form.offline'))),
  })
  return (
    <AppPage isWide>
      <div className={styles.dashboard}>
        <PageHeading title={t('dashboard.title')} />
        <NowLine />
        <div className={styles.bar}>
          <PeriodChoice period={period} />
          <Button isSmall isBusy={save.isPending} onClick={() => save.mutate()}>
            <Icon name="download" />
            {t('dashboard.period.csv')}
          </Button>
        </div>
        {isPending && <Waiting heights={[60, 300, 300]} gap={24} />}
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {data && <PeriodView dashboard={data} isStale={isPlaceholderData} />}
      </div>
      <SendKeptChanges />
    </AppPage>
  )
}
