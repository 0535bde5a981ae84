import { expect, test } from 'vitest'
import { LOCALES } from '#src/locale.ts'
import { fill, TEXTS } from './texts.ts'

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()

test('D-20, O-02: every language says everything, with the same blanks to fill', () => {
  for (const locale of LOCALES) {
    for (const [code, { title, detail }] of Object.entries(TEXTS['pt-BR'].problems)) {
      const here = TEXTS[locale].problems[code as keyof typeof TEXTS.en.problems]
      expect(placeholders(here.title), `${locale} ${code}`).toEqual(placeholders(title))
      expect(placeholders(here.detail), `${locale} ${code}`).toEqual(placeholders(detail))
    }
    for (const [rule, text] of Object.entries(TEXTS['pt-BR'].fields)) {
      const here = TEXTS[locale].fields[rule as keyof typeof TEXTS.en.fields]
      expect(placeholders(here), `${locale} ${rule}`).toEqual(placeholders(text))
    }
  }
})

test('texts do not shout', () => {
  expect(JSON.stringify(TEXTS)).not.toContain('!')
})

test('A-07 A-14: the texts that the portal is known by are exact', () => {
  const { problems } = TEXTS['pt-BR']
  expect(problems['refresh-token-missing'].detail).toBe('Refresh token não encontrado nos cookies')
  expect(fill(problems['user-not-found'].detail, { id: 77 })).toBe('Usuário com ID 77 não encontrado')
})
