import { useTranslation } from 'react-i18next'
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts'
import { Chart } from '../dashboard/chart.tsx'
import { ChartTip } from '../dashboard/chart-tip.tsx'
import { DaysTable } from '../dashboard/days-table.tsx'
import { axis, grid } from '../dashboard/drawing.ts'
import { number, shortDay } from '../dashboard/words.ts'
import { Segments } from '../ui/segments.tsx'
import type { Bucket, Trend, Trends } from './stats-queries.ts'

const BUCKETS = ['day', 'week', 'month'] as const

type Props = { trends: Trends; bucket: Bucket; onBucket: (bucket: Bucket) => void }

/** What came in and what was done, one day, week or month after the other. */
export function TrendsChart({ trends: { points }, bucket, onBucket }: Props) {
  const { t } = useTranslation()
  const [opened, resolved] = [t('dashboard.days.opened'), t('dashboard.days.resolved')]
  const sum = (name: 'opened' | 'resolved') => points.reduce((all, point) => all + point[name], 0)
  const columns: readonly (readonly [name: string, show: (point: Trend) => string])[] = [
    [opened, (point) => number(point.opened)],
    [resolved, (point) => number(point.resolved)],
    [t('stats.trends.closed'), ({ closed }) => number(closed)],
    [t('stats.trends.rated'), ({ rated }) => number(rated)],
    [
      t('stats.numbers.rating'),
      ({ rating_avg }) => (rating_avg === null ? '–' : number(rating_avg, { maximumFractionDigits: 1 })),
    ],
  ]
  return (
    <Chart
      title={t('stats.trends.title')}
      summary={t('dashboard.days.summary', {
        opened: number(sum('opened')),
        resolved: number(sum('resolved')),
      })}
      legend={[
        ['full', opened],
        ['hollow', resolved],
      ]}
      controls={
        <Segments
          label={t('stats.trends.by')}
          value={bucket}
          options={BUCKETS.map((one) => [one, t(`stats.trends.${one}`)] as const)}
          onChoose={onBucket}
        />
      }
      table={
        <DaysTable
          rows={points}
          heading={t('stats.trends.from')}
          dayOf={({ from }) => from}
          columns={columns}
        />
      }
    >
      <BarChart data={points} {...grid.chart} barGap={1} barCategoryGap="20%">
        <CartesianGrid {...grid.lines} />
        <XAxis dataKey="from" tickFormatter={shortDay} {...axis.days} />
        <YAxis allowDecimals={false} tickFormatter={(value: number) => number(value)} {...axis.values} />
        <Tooltip content={<ChartTip format={number} />} {...grid.tip} />
        <Bar dataKey="opened" name={opened} fill="var(--azul)" isAnimationActive={false} />
        <Bar
          dataKey="resolved"
          name={resolved}
          fill="var(--azul-soft)"
          stroke="var(--azul)"
          isAnimationActive={false}
        />
      </BarChart>
    </Chart>
  )
}
