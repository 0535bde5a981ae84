import { and, desc, eq } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { type ArticleContent, type ArticleKind, helpVersions } from '#src/db/help-schema.ts'
import { users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { ArticleId } from '#src/ids.ts'
import { LOCALES } from '#src/locale.ts'
import { type Match, refuseOtherVersion } from '#src/version-match.ts'
import type { ArticleVersion, VersionContent } from './article.ts'
import { isSameContent } from './article-content.ts'
import { contentNow } from './change-article.ts'
import { bumpVersion, gist, keepVersion, recordArticle, type Who, writeTexts } from './keep-article.ts'
import { type ArticleRow, findArticle, holdHelpCategory, lockArticle } from './queries.ts'
import { showText } from './show-edited.ts'
import { takeSlugs } from './take-slugs.ts'

type One = { kind: ArticleKind; id: ArticleId }
type Kept = { row: typeof helpVersions.$inferSelect; actorName: string | null }

/** The newest first. */
export async function listVersions(db: Db, { kind, id }: One): Promise<ArticleVersion[]> {
  await findArticle(db, kind, id)
  const rows = await selectVersions(db)
    .where(eq(helpVersions.articleId, id))
    .orderBy(desc(helpVersions.version))
  return rows.map(showVersion)
}

export async function readVersion(db: Db, { kind, id }: One, version: number): Promise<VersionContent> {
  await findArticle(db, kind, id)
  const kept = await findVersion(db, id, version)
  const { category, tags, texts } = kept.row.content
  return {
    ...showVersion(kept),
    category,
    tags,
    texts: Object.fromEntries(Object.entries(texts).map(([locale, text]) => [locale, showText(text)])),
  }
}

/** What it said then is said again, as a new version; whether it is published stays. */
export const restoreVersion = (
  db: Db,
  { kind, id, match }: One & { match: Match },
  version: number,
  who: Who,
): Promise<ArticleRow> =>
  db.transaction(async (tx) => {
    const before = await lockArticle(tx, kind, id)
    refuseOtherVersion(before, match)
    const { row: kept } = await findVersion(tx, id, version)
    const said = await contentNow(tx, before)
    const category = await holdHelpCategory(tx, kept.content.category)
    const texts = await takeSlugs(tx, before, kept.content.texts)
    const { tags } = kept.content
    const content: ArticleContent = { category: category?.slug ?? said.category, tags, texts }
    if (isSameContent(said, content)) return before
    const row = await bumpVersion(tx, id, { tags, ...(category && { categoryId: category.id }) })
    await writeTexts(tx, id, texts)
    await keepVersion(tx, row, content, { ...who, restored: version })
    await recordArticle(tx, id, 'restored', who, {
      before: gist(said),
      after: { ...gist(content), restored: version },
    })
    return row
  })

const selectVersions = (db: Db | Tx) =>
  db
    .select({ row: helpVersions, actorName: users.fullName })
    .from(helpVersions)
    .leftJoin(users, eq(users.id, helpVersions.actorId))

async function findVersion(db: Db | Tx, id: ArticleId, version: number): Promise<Kept> {
  const [kept] = await selectVersions(db).where(
    and(eq(helpVersions.articleId, id), eq(helpVersions.version, version)),
  )
  if (!kept) throw new DomainError('article-version-not-found', { version })
  return kept
}

function showVersion({ row, actorName }: Kept): ArticleVersion {
  const { texts } = row.content
  const locales = LOCALES.filter((locale) => texts[locale])
  const [first] = locales
  return {
    version: row.version,
    at: row.at.toISOString(),
    actor_name: actorName,
    restored: row.restored,
    locales,
    title: (first && texts[first]?.title) ?? '',
  }
}
