/** Cells of a line, from left to right. */
export type CsvLine = readonly (string | number | null)[]

/** Before the first line: marks it as UTF-8 for spreadsheets, which guess otherwise. */
export const CSV_START = '\uFEFF'

/** By RFC 4180. */
export const csvLine = (cells: CsvLine): string => `${cells.map(cell).join(',')}\r\n`

/** What people type must not become a formula where it is opened. */
export function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^\s*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
