import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { number } from '../dashboard/words.ts'
import { PRIORITIES, STATUSES } from '../tickets/ticket-search.ts'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { BarsChart } from './bars-chart.tsx'
import { Comments } from './comments.tsx'
import { GroupsChart } from './groups-chart.tsx'
import styles from './statistics.module.css'
import { type Asked, type Bucket, groupsQuery, type Stats, trendsQuery } from './stats-queries.ts'
import { TrendsChart } from './trends-chart.tsx'

type Props = { stats: Stats; asked: Asked; bucket: Bucket; onBucket: (bucket: Bucket) => void }

/** Everything that needs recharts. */
export function Pictures({ stats, asked, bucket, onBucket }: Props) {
  const { t } = useTranslation()
  const trends = useQuery(trendsQuery(asked, bucket))
  const { csat } = stats
  return (
    <>
      {trends.data && <TrendsChart trends={trends.data} bucket={bucket} onBucket={onBucket} />}
      {trends.isPending && <Waiting heights={[300]} />}
      {trends.error && !trends.data && <Failure error={trends.error} onRetry={() => void trends.refetch()} />}
      <div className={styles.two}>
        <BarsChart
          title={t('stats.status.title')}
          of={t('stats.status.of')}
          bars={STATUSES.map((one) => ({
            name: t(`tickets.status.${one}`),
            value: stats.by_status[one],
          })).filter(({ value }, at) => value > 0 || STATUSES[at] !== 'on_hold')}
        />
        <BarsChart
          title={t('stats.priority.title')}
          of={t('stats.priority.of')}
          bars={PRIORITIES.map((one) => ({
            name: t(`tickets.priority.${one}`),
            value: stats.by_priority[one],
          }))}
        />
      </div>
      <Groups by="agents" asked={asked} />
      <Groups by="categories" asked={asked} />
      <div className={styles.two}>
        <BarsChart
          title={t('stats.csat.title')}
          summary={t('stats.csat.summary', { count: csat.count, ratings: number(csat.count) })}
          of={t('stats.csat.of')}
          nothing={csat.count === 0 ? t('stats.csat.nothing') : null}
          bars={(['5', '4', '3', '2', '1'] as const).map((stars) => ({
            name: t('stats.csat.stars', { count: Number(stars) }),
            value: csat.distribution[stars],
          }))}
        />
        <Comments asked={asked} />
      </div>
    </>
  )
}

function Groups({ by, asked }: { by: 'agents' | 'categories'; asked: Asked }) {
  const { data, error, refetch } = useQuery(groupsQuery(by, asked))
  if (data) return <GroupsChart by={by} groups={data} />
  return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Waiting heights={[300]} />
}
