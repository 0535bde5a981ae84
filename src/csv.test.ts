import { expect, test } from 'vitest'
import { cell } from './csv.ts'

test('RFC 4180: commas, quotes and lines stay within their cell', () => {
  expect(cell('TI')).toBe('TI')
  expect(cell('Vendas, "Sul"')).toBe('"Vendas, ""Sul"""')
  expect(cell('a\nb')).toBe('"a\nb"')
  expect(cell(null)).toBe('')
  expect(cell(-5)).toBe('-5')
})

test('design 10: what somebody typed as their department is no formula in a spreadsheet', () => {
  for (const text of ['=1+1', '+1', '-1', '@sum(a1)', '\t=1', ' =1', '\r=1'])
    expect(cell(text).replace(/^"/, ''), text).toMatch(/^'/)
})
