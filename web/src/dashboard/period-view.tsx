import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Waiting } from '../ui/waiting.tsx'
import type { Dashboard } from './dashboard-queries.ts'
import { KeptLine } from './kept-line.tsx'
import styles from './period-view.module.css'

/** What draws them is large, and the numbers need not wait for it. */
const Charts = lazy(async () => ({ default: (await import('./charts.tsx')).Charts }))

type Props = { dashboard: Dashboard; isStale: boolean; onShowAll: () => void }

export function PeriodView({ dashboard, isStale, onShowAll }: Props) {
  const { t } = useTranslation()
  const { total, days } = dashboard
  if (total.opened === 0 && total.resolved === 0)
    return (
      <Empty
        action={
          days.length < 90 && (
            <Button isSmall onClick={onShowAll}>
              {t('dashboard.showAll')}
            </Button>
          )
        }
      >
        {t('dashboard.empty')}
      </Empty>
    )
  return (
    <div className={styles.view} data-stale={isStale || undefined} aria-busy={isStale}>
      <KeptLine dashboard={dashboard} />
      <Suspense fallback={<Waiting heights={[300, 300]} gap={24} />}>
        <Charts dashboard={dashboard} />
      </Suspense>
    </div>
  )
}
