import { PRIORITIES, type Priority } from '#src/db/ticket-schema.ts'
import type { Locale } from '#src/locale.ts'

/** As people call it, and for pt-BR as the CRM and the portal do (D-13). */
export const PRIORITY_LABELS: Record<Locale, Record<Priority, string>> = {
  'pt-BR': { urgent: 'Crítico', high: 'Alto', medium: 'Médio', low: 'Baixo' },
  es: { urgent: 'Crítica', high: 'Alta', medium: 'Media', low: 'Baja' },
  en: { urgent: 'Urgent', high: 'High', medium: 'Medium', low: 'Low' },
  ru: { urgent: 'Критичный', high: 'Высокий', medium: 'Средний', low: 'Низкий' },
}

/** Whatever one of the portals before called it, with or without capitals and accents; null: none of them. */
export function parsePriority(text: string): Priority | null {
  const wanted = plain(text)
  for (const priority of PRIORITIES) {
    const labels = Object.values(PRIORITY_LABELS).map((labels) => labels[priority])
    if ([priority, ...labels].some((label) => plain(label) === wanted)) return priority
  }
  return null
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
