import { expect, test } from 'vitest'
import { pickLocale } from './locale.ts'

test('the language is the best of ours for what the browser accepts, and Portuguese otherwise', () => {
  expect(pickLocale(undefined)).toBe('pt-BR')
  expect(pickLocale('fr-FR,fr;q=0.9')).toBe('pt-BR')
  expect(pickLocale('en-GB,en;q=0.9,pt;q=0.8')).toBe('en')
  expect(pickLocale('fr;q=1, ru;q=0.4, es;q=0.6')).toBe('es')
  expect(pickLocale('pt-PT')).toBe('pt-BR')
  expect(pickLocale('en;q=nonsense, ru;q=0.1')).toBe('ru')
  expect(pickLocale(',;;=,'.repeat(10_000))).toBe('pt-BR')
})
