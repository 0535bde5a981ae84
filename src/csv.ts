const BYTE_ORDER_MARK = '\uFEFF'

/** By RFC 4180, and marked as UTF-8 for spreadsheets, which guess otherwise. */
export const csvOf = (lines: readonly (readonly (string | number | null)[])[]): string =>
  BYTE_ORDER_MARK + lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')

/** What people type must not become a formula where it is opened. */
export function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^\s*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
