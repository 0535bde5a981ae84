import type { Db, Tx } from '#src/db/connect.ts'
import { type ArticleContent, type ArticleKind, helpArticles } from '#src/db/help-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { ArticleId } from '#src/ids.ts'
import { type Match, refuseOtherVersion } from '#src/version-match.ts'
import type { ArticleChange, NewArticle } from './article-body.ts'
import { isSameContent, textsAfter } from './article-content.ts'
import {
  bumpVersion,
  contentOf,
  gist,
  keepVersion,
  recordArticle,
  type Who,
  writeTexts,
} from './keep-article.ts'
import {
  type ArticleRow,
  type HelpCategoryRow,
  helpCategory,
  holdHelpCategory,
  lockArticle,
  textsOf,
} from './queries.ts'
import { takeSlugs } from './take-slugs.ts'

/** H-06: a draft. */
export const addArticle = (
  db: Db | Tx,
  kind: ArticleKind,
  input: NewArticle,
  who: Who,
): Promise<ArticleRow> =>
  db.transaction(async (tx) => {
    const category = await wantedCategory(tx, input.category)
    const wanted = textsAfter({}, input)
    const [row] = await tx
      .insert(helpArticles)
      .values({ kind, categoryId: category.id, authorId: who.actorId, ...columnsOf(input) })
      .returning()
    if (!row) throw new Error('an insert returned nothing')
    const texts = await takeSlugs(tx, row, wanted)
    const content = { category: category.slug, tags: row.tags, texts }
    await writeTexts(tx, row.id, texts)
    await keepVersion(tx, row, content, who)
    await recordArticle(tx, row.id, 'created', who, { after: { kind, ...gist(content) } })
    return row
  })

/** Two who wrote at once: the second is told, and loses nothing that they typed. */
export const changeArticle = (
  db: Db,
  { kind, id, match }: { kind: ArticleKind; id: ArticleId; match: Match },
  change: ArticleChange,
  who: Who,
): Promise<ArticleRow> =>
  db.transaction(async (tx) => {
    const before = await lockArticle(tx, kind, id)
    refuseOtherVersion(before, match)
    const said = await contentNow(tx, before)
    const category = change.category ? await wantedCategory(tx, change.category, said.category) : null
    const wanted = textsAfter(said.texts, change)
    const texts = await takeSlugs(tx, before, wanted)
    const columns = columnsOf(change)
    const content = { category: category?.slug ?? said.category, tags: columns.tags ?? before.tags, texts }
    const isSame = isSameContent(said, content)
    const isAtSamePlace =
      (columns.isFeatured ?? before.isFeatured) === before.isFeatured &&
      (columns.position ?? before.position) === before.position
    if (isSame && isAtSamePlace) return before
    const row = await bumpVersion(tx, id, { ...columns, ...(category && { categoryId: category.id }) })
    if (!isSame) {
      await writeTexts(tx, id, texts)
      await keepVersion(tx, row, content, who)
    }
    const pick = (one: ArticleRow, what: ArticleContent) => ({
      ...gist(what),
      is_featured: one.isFeatured,
      position: one.position,
    })
    await recordArticle(tx, id, 'changed', who, { before: pick(before, said), after: pick(row, content) })
    return row
  })

export async function contentNow(tx: Tx, row: ArticleRow): Promise<ArticleContent> {
  const category = await helpCategory(tx, { id: row.categoryId })
  return contentOf(row, category?.slug ?? '', await textsOf(tx, [row.id]))
}

/** One that nothing new is filed under any more stays where it is already. */
async function wantedCategory(tx: Tx, slug: string, now?: string): Promise<HelpCategoryRow> {
  const category = await holdHelpCategory(tx, slug)
  if (category && (category.isActive || slug === now)) return category
  const fields = [{ in: 'body', path: ['category'], rule: 'category' } as const]
  throw new DomainError('invalid-request', {}, { fields })
}

function columnsOf({ tags, is_featured, display_order }: ArticleChange) {
  return {
    ...(tags && { tags: [...new Set(tags)] }),
    ...(is_featured !== undefined && { isFeatured: is_featured }),
    ...(display_order !== undefined && { position: display_order }),
  }
}
