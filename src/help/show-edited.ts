import type { Db } from '#src/db/connect.ts'
import type { ArticleKind, ArticleText } from '#src/db/help-schema.ts'
import type { ArticleId } from '#src/ids.ts'
import type { EditedArticle } from './article.ts'
import { type ArticleRow, findArticle, helpCategory, nameOf, textsOf } from './queries.ts'

export async function readEdited(
  db: Db,
  { kind, id }: { kind: ArticleKind; id: ArticleId },
): Promise<EditedArticle> {
  return showEdited(db, await findArticle(db, kind, id))
}

/** As the team works on it: in all its languages. */
export async function showEdited(db: Db, row: ArticleRow): Promise<EditedArticle> {
  const [texts, category, authorName] = await Promise.all([
    textsOf(db, [row.id]),
    helpCategory(db, { id: row.categoryId }),
    nameOf(db, row),
  ])
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    is_published: row.status === 'published',
    category: category?.slug ?? '',
    tags: row.tags,
    is_featured: row.isFeatured,
    display_order: row.position,
    version: row.version,
    view_count: row.viewCount,
    helpful_count: row.helpfulCount,
    not_helpful_count: row.notHelpfulCount,
    author_name: authorName,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    published_at: row.publishedAt?.toISOString() ?? null,
    texts: Object.fromEntries(texts.map((text) => [text.locale, showText(text)])),
  }
}

export const showText = ({ slug, title, metaTitle, metaDescription, body }: ArticleText) => ({
  title,
  content: body,
  slug,
  meta_title: metaTitle,
  meta_description: metaDescription,
})
