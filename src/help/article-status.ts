import type { ArticleStatus } from '#src/db/help-schema.ts'
import { DomainError } from '#src/errors.ts'

/** H-06: what may follow what, by the word for it. */
const MOVES = {
  publish: { from: ['draft', 'archived'], to: 'published' },
  unpublish: { from: ['published', 'archived'], to: 'draft' },
  archive: { from: ['published'], to: 'archived' },
} as const satisfies Record<string, { from: readonly ArticleStatus[]; to: ArticleStatus }>
export type ArticleMove = keyof typeof MOVES
export const ARTICLE_MOVES = Object.keys(MOVES) as ArticleMove[]

export function statusAfter(move: ArticleMove, status: ArticleStatus): ArticleStatus {
  const { from, to }: { from: readonly ArticleStatus[]; to: ArticleStatus } = MOVES[move]
  if (!from.includes(status)) throw new DomainError('article-status-conflict', { status })
  return to
}

/** What readers can reach is taken from them first, so that nobody deletes it by mistake. */
export function refuseDeleting(status: ArticleStatus): void {
  if (status === 'published') throw new DomainError('article-status-conflict', { status })
}
