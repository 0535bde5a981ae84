import { expect, test } from 'vitest'
import { csvLine } from '#src/csv.ts'
import { reportCsv } from './report-csv.ts'

test('a report has a line for each group, and the total in the end', () => {
  const times = { avg_s: null, p50_s: 60, p90_s: null }
  const sums = { tickets: 2, met: 1, breached: 1, at_risk: 0, first_response: times, resolution: times }
  const group_by = 'department' as const
  const groups = [{ group: 'São Paulo', name: 'São Paulo', ...sums }]
  const lines = reportCsv({ from: '2026-01-01', to: '2026-01-31', group_by, groups, total: sums }).map(
    csvLine,
  )
  expect(lines[0]).toMatch(/^group,name,tickets,/)
  expect(lines.slice(1)).toEqual(['São Paulo,São Paulo,2,1,1,0,60,,60,\r\n', 'total,,2,1,1,0,60,,60,\r\n'])
})
