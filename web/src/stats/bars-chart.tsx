import { useTranslation } from 'react-i18next'
import { Bar, BarChart, CartesianGrid, LabelList, XAxis, YAxis } from 'recharts'
import { Chart } from '../dashboard/chart.tsx'
import days from '../dashboard/days-table.module.css'
import { axis, grid } from '../dashboard/drawing.ts'
import { number } from '../dashboard/words.ts'

type Props = {
  title: string
  summary?: string
  /** What stands before the numbers. */
  of: string
  bars: readonly { name: string; value: number }[]
  nothing?: string | null
}

/** How often each of a few things is there, from the first to the last. */
export function BarsChart({ title, summary, of, bars, nothing = null }: Props) {
  const { t } = useTranslation()
  const said = bars.map(({ name, value }) => `${name}: ${number(value)}`).join(', ')
  return (
    <Chart
      title={title}
      summary={summary ?? ''}
      said={said}
      nothing={nothing}
      legend={[]}
      table={
        <table className={days.table}>
          <thead>
            <tr>
              <th scope="col">{of}</th>
              <th scope="col">{t('stats.tickets')}</th>
            </tr>
          </thead>
          <tbody>
            {bars.map(({ name, value }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{number(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    >
      <BarChart
        data={[...bars]}
        layout="vertical"
        {...grid.chart}
        margin={{ ...grid.chart.margin, right: 48 }}
      >
        <CartesianGrid horizontal={false} stroke="var(--line)" />
        <XAxis
          type="number"
          allowDecimals={false}
          tickFormatter={(value: number) => number(value)}
          {...axis.values}
        />
        <YAxis type="category" dataKey="name" interval={0} {...axis.values} />
        <Bar dataKey="value" fill="var(--azul)" isAnimationActive={false} maxBarSize={24}>
          <LabelList
            dataKey="value"
            position="right"
            fill="var(--ink-2)"
            fontSize="var(--size-12)"
            formatter={(value) => number(Number(value))}
          />
        </Bar>
      </BarChart>
    </Chart>
  )
}
