import type { CsvLine } from '#src/csv.ts'
import type { Stats, StatsGroup, Trends } from './stats.ts'

type Cell = string | number | null
type Times = Stats['first_response']

/** A line for each number, under a name that says where it stands. */
export const statsCsv = (stats: Stats): CsvLine[] => [['name', 'value'], ...linesOf(stats, '')]

const linesOf = (value: object, path: string): [string, Cell][] =>
  Object.entries(value).flatMap(([name, one]): [string, Cell][] =>
    one !== null && typeof one === 'object' ? linesOf(one, `${path}${name}.`) : [[`${path}${name}`, one]],
  )

export const groupsCsv = (groups: readonly StatsGroup[]): CsvLine[] => [
  [
    ...['group', 'name', 'tickets', 'unsolved', 'solved', 'reopened', 'met', 'breached', 'at_risk'],
    ...['first_response_avg_s', 'first_response_p50_s', 'first_response_p90_s'],
    ...['resolution_avg_s', 'resolution_p50_s', 'resolution_p90_s', 'rating_avg', 'ratings'],
  ],
  ...groups.map(({ group, name, tickets, unsolved, solved, reopened, sla, csat, ...times }) => [
    ...[group, name, tickets, unsolved, solved, reopened, sla.met, sla.breached, sla.at_risk],
    ...[...cellsOf(times.first_response), ...cellsOf(times.resolution), csat.avg, csat.count],
  ]),
]

const cellsOf = ({ avg_s, p50_s, p90_s }: Times) => [avg_s, p50_s, p90_s]

export const trendsCsv = ({ points }: Trends): CsvLine[] => [
  ['from', 'opened', 'resolved', 'closed', 'rated', 'rating_avg'],
  ...points.map(({ from, opened, resolved, closed, rated, rating_avg }) => [
    ...[from, opened, resolved, closed, rated, rating_avg],
  ]),
]
