import { EN } from './texts/en.ts'
import { ES } from './texts/es.ts'
import { PT_BR } from './texts/pt-br.ts'
import { RU } from './texts/ru.ts'

export type Texts = Record<keyof typeof PT_BR, string>

const TEXTS = { 'pt-BR': PT_BR, es: ES, en: EN, ru: RU } as const satisfies Record<string, Texts>

export type Language = keyof typeof TEXTS

/** The first language of the browser that we speak. */
export function textsFor(acceptLanguage = ''): { language: Language; texts: Texts } {
  const asked = acceptLanguage.split(',').map((range) => range.trim().slice(0, 2).toLowerCase())
  const known = Object.keys(TEXTS) as Language[]
  const language = asked.map((tag) => known.find((one) => one.slice(0, 2) === tag)).find(Boolean) ?? 'pt-BR'
  return { language, texts: TEXTS[language] }
}

/** `fill('and {n} more', { n: 4 })` */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
