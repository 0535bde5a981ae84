import type { CsvLine } from '#src/csv.ts'
import type { Dashboard, DashboardDay } from './dashboard.ts'

const HEAD = [
  ...['day', 'opened', 'resolved', 'met', 'breached'],
  ...['first_response_p50_s', 'first_response_p90_s', 'resolution_p50_s', 'resolution_p90_s'],
  ...['ratings', 'rating_average', 'open_now', 'unassigned_now', 'at_risk_now', 'late_now'],
]

/** A line for each day, and in the last what is known of all of them together, and of this moment. */
export function dashboardCsv({ days, total, rating, now }: Dashboard): CsvLine[] {
  const last = [rating.count, rating.average, now.open, now.unassigned, now.at_risk, now.late]
  return [
    HEAD,
    ...days.map((day) => [day.day, ...cellsOf(day), ...last.map(() => null)]),
    ['total', ...cellsOf(total), ...last],
  ]
}

const cellsOf = ({ opened, resolved, met, breached, ...times }: Omit<DashboardDay, 'day'>) => [
  ...[opened, resolved, met, breached],
  ...[times.first_response.p50_s, times.first_response.p90_s, times.resolution.p50_s, times.resolution.p90_s],
]
