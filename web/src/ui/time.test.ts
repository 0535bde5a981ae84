import { expect, test } from 'vitest'
import { describeTime } from './time.ts'

const now = new Date(2026, 10, 20, 14, 30)
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const textOf = (minutes: number, locale: 'pt-BR' | 'en' | 'ru' = 'pt-BR') =>
  describeTime(ago(minutes), now, locale).text

test('times are said as people say them, by how long ago they are', () => {
  expect(textOf(0)).toBe('agora')
  expect(textOf(5)).toBe('há 5 min')
  expect(textOf(90)).toBe('hoje 13:00')
  expect(textOf(24 * 60)).toBe('qui, 19/11 14:30')
  expect(textOf(5, 'en')).toBe('5 min ago')
  expect(textOf(5, 'ru')).toBe('5 мин назад')
  expect(textOf(24 * 60, 'ru')).toBe('чт, 19.11 14:30')
  expect(textOf(24 * 60, 'ru')).toBe('чт, 19.11 14:30')
})

test('the full date with its zone is there for whoever points at it', () => {
  expect(describeTime(ago(5), now, 'pt-BR').full).toMatch(/sexta-feira, 20 de novembro de 2026 às 14:25:00/)
})
