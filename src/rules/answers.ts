import { inArray } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { replies } from '#src/db/reply-schema.ts'
import type { ReplyId } from '#src/ids.ts'
import type { Locale } from '#src/locale.ts'
import { fillPlaceholders } from '#src/placeholders.ts'
import type { Effects } from './rule-body.ts'

/** What rules answer, with its placeholders: words of their own, or of the canned reply that they name, as it is now. */
export async function answersOf(
  db: Db,
  all: readonly Effects[],
): Promise<(effects: Effects) => string | null> {
  const ids = all.flatMap(({ reply_id: id }) => (id === undefined ? [] : [id as ReplyId]))
  const isNamed = inArray(replies.id, [...new Set(ids)])
  const named =
    ids.length === 0
      ? []
      : await db.select({ id: replies.id, text: replies.body }).from(replies).where(isNamed)
  const textOf = new Map<number, string>(named.map(({ id, text }) => [id, text]))
  return ({ reply, reply_id: id }) => (id === undefined ? reply : textOf.get(id)) ?? null
}

/** Who says it: nobody, and so in the language of whoever reads it. */
export const ANSWERER: Record<Locale, string> = {
  'pt-BR': 'Resposta automática',
  es: 'Respuesta automática',
  en: 'Automatic answer',
  ru: 'Автоматический ответ',
}

type About = Parameters<typeof fillPlaceholders>[1]['ticket']

export const fillAnswer = (text: string, ticket: About, language: Locale): string =>
  fillPlaceholders(text, { ticket, agentName: ANSWERER[language] })
