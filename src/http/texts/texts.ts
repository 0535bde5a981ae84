import type { FieldRule, ProblemCode } from '#src/errors.ts'
import type { Locale } from '#src/locale.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { ptBR } from './pt-br.ts'
import { ru } from './ru.ts'

/** What people read when something cannot be done; `{name}` is filled from the problem's params. */
export type Texts = {
  problems: Record<ProblemCode, { title: string; detail: string }>
  fields: Record<FieldRule, string>
}

export const TEXTS: Record<Locale, Texts> = { 'pt-BR': ptBR, es, en, ru }

export function fill(text: string, params: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(params[name] ?? placeholder))
}
