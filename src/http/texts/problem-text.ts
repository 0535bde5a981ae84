import type { ProblemCode, ProblemParams } from '#src/errors.ts'
import type { Locale } from '#src/locale.ts'
import { STATUS_LABELS } from '#src/status-labels.ts'
import { fill, TEXTS } from './texts.ts'

/** What people read of a problem: a status is named as they know it. */
export function problemText(code: ProblemCode, params: ProblemParams, locale: Locale): string {
  const words = code === 'invalid-transition' ? inWords(params, STATUS_LABELS[locale]) : params
  return fill(TEXTS[locale].problems[code].detail, words)
}

const inWords = (params: ProblemParams, labels: Readonly<Record<string, string>>): ProblemParams =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, labels[value] ?? value]))
