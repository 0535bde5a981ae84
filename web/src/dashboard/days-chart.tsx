import { useTranslation } from 'react-i18next'
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts'
import { Chart } from './chart.tsx'
import { ChartTip } from './chart-tip.tsx'
import type { Dashboard } from './dashboard-queries.ts'
import { DaysTable } from './days-table.tsx'
import { axis, grid } from './drawing.ts'
import { number, shortDay } from './words.ts'

/** Whether more comes in than is done. */
export function DaysChart({ dashboard: { days, total } }: { dashboard: Dashboard }) {
  const { t } = useTranslation()
  const summary = t('dashboard.days.summary', {
    opened: number(total.opened),
    resolved: number(total.resolved),
  })
  const opened = t('dashboard.days.opened')
  const resolved = t('dashboard.days.resolved')
  return (
    <Chart
      title={t('dashboard.days.title')}
      summary={summary}
      legend={[
        ['full', opened],
        ['hollow', resolved],
      ]}
      table={
        <DaysTable
          rows={days}
          heading={t('dashboard.day')}
          dayOf={({ day }) => day}
          columns={[
            [opened, (day) => number(day.opened)],
            [resolved, (day) => number(day.resolved)],
            [t('dashboard.days.met'), (day) => number(day.met)],
            [t('dashboard.days.breached'), (day) => number(day.breached)],
          ]}
        />
      }
    >
      <BarChart data={days} {...grid.chart} barGap={1} barCategoryGap="20%">
        <CartesianGrid {...grid.lines} />
        <XAxis dataKey="day" tickFormatter={shortDay} {...axis.days} />
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
