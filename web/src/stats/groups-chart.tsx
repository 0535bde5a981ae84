import { useTranslation } from 'react-i18next'
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts'
import { Chart } from '../dashboard/chart.tsx'
import { ChartTip } from '../dashboard/chart-tip.tsx'
import days from '../dashboard/days-table.module.css'
import { axis, grid } from '../dashboard/drawing.ts'
import { number, percent, waited } from '../dashboard/words.ts'
import type { StatsGroup } from './stats-queries.ts'

/** More are read in the table. */
const MOST_DRAWN = 8
const LONGEST_NAME = 22

type Props = { by: 'agents' | 'categories'; groups: readonly StatsGroup[] }

/** Who has how many of them, and how many of those are solved. */
export function GroupsChart({ by, groups }: Props) {
  const { t } = useTranslation()
  const named = groups.map((group) => ({
    ...group,
    name: group.name ?? group.group ?? t(`stats.${by}.none`),
  }))
  const drawn = named.slice(0, MOST_DRAWN)
  const [solved, unsolved] = [t('stats.numbers.solved'), t('stats.numbers.unsolved')]
  const time = (seconds: number | null) => (seconds === null ? '–' : waited(seconds))
  const columns: readonly (readonly [name: string, show: (group: StatsGroup) => string])[] = [
    [t('stats.tickets'), ({ tickets }) => number(tickets)],
    [solved, (group) => number(group.solved)],
    [unsolved, (group) => number(group.unsolved)],
    [t('stats.numbers.reopened'), ({ reopened }) => number(reopened)],
    [t('stats.numbers.met'), ({ sla }) => share(sla.met, sla.met + sla.breached)],
    [t('stats.times.first_response'), ({ first_response }) => time(first_response.p50_s)],
    [t('stats.times.resolution'), ({ resolution }) => time(resolution.p50_s)],
    [
      t('stats.numbers.rating'),
      ({ csat }) => (csat.avg === null ? '–' : number(csat.avg, { maximumFractionDigits: 1 })),
    ],
  ]
  return (
    <Chart
      title={t(`stats.${by}.title`)}
      summary={named.length > drawn.length ? t('stats.most', { count: drawn.length }) : ''}
      said={drawn.map(({ name, tickets }) => `${name}: ${number(tickets)}`).join(', ')}
      legend={[
        ['full', solved],
        ['hollow', unsolved],
      ]}
      table={
        <table className={days.table}>
          <thead>
            <tr>
              <th scope="col">{t(`stats.${by}.of`)}</th>
              {columns.map(([name]) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {named.map((group) => (
              <tr key={group.group ?? ''}>
                <th scope="row">
                  <bdi>{group.name}</bdi>
                </th>
                {columns.map(([name, show]) => (
                  <td key={name}>{show(group)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      }
    >
      <BarChart data={drawn} layout="vertical" {...grid.chart} margin={{ ...grid.chart.margin, right: 16 }}>
        <CartesianGrid horizontal={false} stroke="var(--line)" />
        <XAxis
          type="number"
          allowDecimals={false}
          tickFormatter={(value: number) => number(value)}
          {...axis.values}
        />
        <YAxis type="category" dataKey="name" interval={0} tickFormatter={shortName} {...axis.values} />
        <Tooltip content={<ChartTip format={number} title={String} />} {...grid.tip} />
        <Bar
          stackId="all"
          dataKey="solved"
          name={solved}
          fill="var(--azul)"
          maxBarSize={24}
          isAnimationActive={false}
        />
        <Bar
          stackId="all"
          dataKey="unsolved"
          name={unsolved}
          fill="var(--azul-soft)"
          stroke="var(--azul)"
          maxBarSize={24}
          isAnimationActive={false}
        />
      </BarChart>
    </Chart>
  )
}

const share = (part: number, all: number) => (all === 0 ? '–' : percent(part / all))
const shortName = (name: string) =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name
