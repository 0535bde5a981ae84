import type { CsvLine } from '#src/csv.ts'
import type { Report } from './report.ts'

const HEAD = [
  ...['group', 'name', 'tickets', 'met', 'breached', 'at_risk'],
  ...['first_response_p50_s', 'first_response_p90_s', 'resolution_p50_s', 'resolution_p90_s'],
]

export const reportCsv = ({ groups, total }: Report): CsvLine[] => [
  HEAD,
  ...[...groups, { ...total, group: 'total', name: null }].map(cellsOf),
]

const cellsOf = ({ group, name, first_response, resolution, ...row }: Report['groups'][number]) => [
  ...[group, name, row.tickets, row.met, row.breached, row.at_risk],
  ...[first_response.p50_s, first_response.p90_s, resolution.p50_s, resolution.p90_s],
]
