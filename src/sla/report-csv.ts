import type { Report } from './report.ts'

const BYTE_ORDER_MARK = '\uFEFF'
const HEAD = [
  ...['group', 'name', 'tickets', 'met', 'breached', 'at_risk'],
  ...['first_response_p50_s', 'first_response_p90_s', 'resolution_p50_s', 'resolution_p90_s'],
]

export const reportCsv = ({ groups, total }: Report): string =>
  csvOf([HEAD, ...[...groups, { ...total, group: 'total', name: null }].map(cellsOf)])

/** By RFC 4180, and marked as UTF-8 for spreadsheets, which guess otherwise. */
export const csvOf = (lines: readonly (readonly (string | number | null)[])[]): string =>
  BYTE_ORDER_MARK + lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')

const cellsOf = ({ group, name, first_response, resolution, ...row }: Report['groups'][number]) => [
  ...[group, name, row.tickets, row.met, row.breached, row.at_risk],
  ...[first_response.p50_s, first_response.p90_s, resolution.p50_s, resolution.p90_s],
]

/** What people type must not become a formula where it is opened. */
export function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^\s*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
