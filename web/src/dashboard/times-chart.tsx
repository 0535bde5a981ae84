import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts'
import { currentLocale } from '../texts.ts'
import { Segments } from '../ui/segments.tsx'
import { Chart } from './chart.tsx'
import { ChartTip } from './chart-tip.tsx'
import type { DashboardDay } from './dashboard-queries.ts'
import { DaysTable } from './days-table.tsx'
import { axis, grid } from './drawing.ts'
import { scaleOf } from './time-scale.ts'
import { shortDay, waited } from './words.ts'

const CLOCKS = ['first_response', 'resolution'] as const
type Clock = (typeof CLOCKS)[number]
/** With more days than this their dots would be the line. */
const MOST_DOTS = 31

/** How long people wait, and whether some wait much longer than others. */
export function TimesChart({ days }: { days: DashboardDay[] }) {
  const { t } = useTranslation()
  const [clock, setClock] = useState<Clock>('first_response')
  const names = {
    first_response: t('dashboard.kept.firstResponse'),
    resolution: t('dashboard.kept.resolution'),
  }
  const half = t('dashboard.times.half')
  const most = t('dashboard.times.most')
  const scale = scaleOf(
    days.map((day) => day[clock].p90_s ?? 0),
    currentLocale(),
  )
  const lines = {
    connectNulls: true,
    isAnimationActive: false,
    dot: days.length <= MOST_DOTS && { r: 2, strokeDasharray: 'none' },
    strokeWidth: 2,
  }
  return (
    <Chart
      title={t('dashboard.times.title')}
      summary={t('dashboard.times.summary')}
      nothing={days.every((day) => day[clock].p50_s === null) ? t('dashboard.times.nothing') : null}
      legend={[
        ['line', half],
        ['dashes', most],
      ]}
      controls={
        <Segments
          label={t('dashboard.times.of')}
          value={clock}
          options={CLOCKS.map((one) => [one, names[one]] as const)}
          onChoose={setClock}
        />
      }
      table={
        <DaysTable
          rows={days}
          heading={t('dashboard.day')}
          dayOf={({ day }) => day}
          columns={CLOCKS.flatMap((one) => [
            [`${names[one]}: ${half}`, (day: DashboardDay) => timeOf(day[one].p50_s)] as const,
            [`${names[one]}: ${most}`, (day: DashboardDay) => timeOf(day[one].p90_s)] as const,
          ])}
        />
      }
    >
      <LineChart data={days} {...grid.chart}>
        <CartesianGrid {...grid.lines} />
        <XAxis dataKey="day" tickFormatter={shortDay} {...axis.days} />
        <YAxis ticks={scale.ticks} domain={[0, scale.top]} tickFormatter={scale.format} {...axis.values} />
        <Tooltip content={<ChartTip format={waited} />} {...grid.tip} />
        <Line {...lines} dataKey={`${clock}.p50_s`} name={half} stroke="var(--azul)" />
        <Line {...lines} dataKey={`${clock}.p90_s`} name={most} stroke="var(--ink-2)" strokeDasharray="4 4" />
      </LineChart>
    </Chart>
  )
}

const timeOf = (seconds: number | null) => (seconds === null ? '–' : waited(seconds))
