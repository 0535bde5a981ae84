import type { HelpKind, HelpStatus } from './help-api.ts'

export type ArticlesSearch = { kind?: HelpKind; status?: HelpStatus; subject?: string; q?: string }

export const STATUSES = ['draft', 'published', 'archived'] as const satisfies readonly HelpStatus[]

/** What an address does not say, or says wrongly, is as if it had not been said. */
export function readArticlesSearch({ kind, status, subject, q }: Record<string, unknown>): ArticlesSearch {
  const known = STATUSES.find((one) => one === status)
  return {
    ...(kind === 'faq' && { kind: 'faq' as const }),
    ...(known && { status: known }),
    ...(typeof subject === 'string' && /^[a-z0-9][a-z0-9_-]{0,63}$/.test(subject) && { subject }),
    ...(typeof q === 'string' && q !== '' && { q: q.slice(0, 200) }),
  }
}
