import { expect, test } from 'vitest'
import { ACTION_NAMES } from '#src/auth/action-names.ts'
import { PAGE_WORDS } from '#src/help/pages/words.ts'
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

const OTHER_WORDS = {
  'pt-BR': /\btickets?\b|solicitaç|\bcasos?\b/i,
  es: /solicitud|\bcasos?\b/i,
  en: /\b(?:cases?|issues?)\b/i,
  ru: /обращени/i,
}
const LEFT_OUT = [
  // Requests by HTTP.
  ...['malformed-request', 'malformed-json', 'origin-not-allowed', 'request-timeout', 'too-slow'],
  // Wishes for an account.
  ...['account-waiting', 'sign-up-not-found', 'sign-up-decided', 'users:approve'],
]
/** As clients of the portal before know them. */
const EXACT = ['Ticket is closed', 'Ticket not found', 'Ticket not resolved yet']

test('what people file has one name in each language', () => {
  for (const locale of LOCALES) {
    const { problems, fields } = TEXTS[locale]
    const actions = Object.entries(ACTION_NAMES).map(([action, names]) => [action, names[locale]] as const)
    const said = [problems, fields, PAGE_WORDS[locale]].flatMap((texts) =>
      Object.entries<object | string>(texts),
    )
    for (const [key, text] of [...said, ...actions].filter(([key]) => !LEFT_OUT.includes(key)))
      for (const words of typeof text === 'string' ? [text] : Object.values(text))
        if (!EXACT.includes(words))
          expect(words.replace(/\{\w+\}/g, ''), `${locale} ${key}`).not.toMatch(OTHER_WORDS[locale])
  }
})

test('A-07 A-14: the texts that the portal is known by are exact', () => {
  const { problems } = TEXTS['pt-BR']
  expect(problems['refresh-token-missing'].detail).toBe('Refresh token não encontrado nos cookies')
  expect(fill(problems['user-not-found'].detail, { id: 77 })).toBe('Usuário com ID 77 não encontrado')
})
