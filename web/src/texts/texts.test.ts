import { expect, test } from 'vitest'
import { en } from './en.ts'
import { es } from './es.ts'
import { ptBR } from './pt-br.ts'
import { ru } from './ru.ts'

function flat(value: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === 'string'
        ? [[prefix + key, inner] as const]
        : [...flat(inner as object, `${prefix}${key}.`)],
    ),
  )
}
const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

test('every language fills the same blanks, leaves nothing empty, and does not shout', () => {
  for (const [locale, texts] of Object.entries({ ptBR, en, es, ru })) {
    const words = flat(texts)
    for (const [key, text] of flat(ptBR)) {
      const here = words.get(key) ?? ''
      expect(here.trim(), `${locale} ${key}`).not.toBe('')
      expect(here, `${locale} ${key}`).not.toContain('!')
      if (!/_(?:one|few|many|other)$/.test(key))
        expect(blanks(here), `${locale} ${key}`).toEqual(blanks(text))
    }
  }
})

const OTHER_WORDS = {
  ptBR: /\btickets?\b|solicitaç|\bcasos?\b/i,
  es: /solicitud|\bcasos?\b/i,
  en: /(?<!-)\b(?:cases?|issues?)\b/i,
  ru: /обращени/i,
}
/** Where people ask for an account, and file nothing. */
const OF_ACCOUNTS = [
  'signIn.why.sso-waiting',
  'signUp.waitingTitle',
  'shell.nav.signUps',
  'admin.signUps.lead',
  'admin.signUps.refuseTitle',
]

test('what people file has one name in each language', () => {
  for (const [locale, texts] of Object.entries({ ptBR, en, es, ru }))
    for (const [key, text] of flat(texts))
      if (!OF_ACCOUNTS.includes(key))
        expect(text.replace(/\{\{\w+\}\}/g, ''), `${locale} ${key}`).not.toMatch(
          OTHER_WORDS[locale as keyof typeof OTHER_WORDS],
        )
})
