import { and, asc, eq, type SQL } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { type ArticleKind, helpArticles, helpSlugs, helpVotes } from '#src/db/help-schema.ts'
import { categories } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { ArticleId } from '#src/ids.ts'
import type { Locale } from '#src/locale.ts'
import type { FaqGroup, ReadArticle } from './article.ts'
import { isPublished, labelIn, type Shown, selectShown, showLine, textsOf } from './queries.ts'
import { renderArticle } from './render-article.ts'

const MOST_QUESTIONS = 500

type Wanted = {
  kind?: ArticleKind
  /** Of the text; without one, that of the slug. */
  locale?: Locale | undefined
  /** Where neither says it. */
  fallback: Locale
}
/** `movedTo`: the slug is one that it had before. */
export type FoundArticleText = { article: ReadArticle; movedTo: null } | { article: null; movedTo: string }

/** H-02: what is published, by its number or any slug that it ever had. */
export async function readArticle(
  db: Db,
  idOrSlug: string,
  { kind, locale, fallback }: Wanted,
  voter: string | null,
): Promise<FoundArticleText> {
  const named = /^\d+$/.test(idOrSlug)
    ? { articleId: Number(idOrSlug) as ArticleId, locale: null }
    : await findSlug(db, idOrSlug)
  if (!named || named.articleId > 2_147_483_647) throw new DomainError('article-not-found')
  const isIt = and(eq(helpArticles.id, named.articleId), isPublished(kind))
  const shown = await readShown(db, locale ?? named.locale ?? fallback, isIt)
  if (!shown) throw new DomainError('article-not-found')
  const texts = await textsOf(db, [named.articleId])
  // A slug that leads to one of its texts, though perhaps not to the one that is wanted, is no old one.
  const isCurrent = named.locale === null || texts.some(({ slug }) => slug === idOrSlug)
  if (!isCurrent) return { article: null, movedTo: shown.text.slug }
  return { article: await showArticle(db, shown, texts, voter), movedTo: null }
}

async function findSlug(db: Db, slug: string) {
  const [row] = await db.select().from(helpSlugs).where(eq(helpSlugs.slug, slug))
  return row ?? null
}

async function readShown(db: Db, locale: Locale, isIt: SQL | undefined): Promise<Shown | null> {
  const [row] = await selectShown(db, locale).where(isIt)
  return row ?? null
}

async function showArticle(
  db: Db,
  shown: Shown,
  texts: Awaited<ReturnType<typeof textsOf>>,
  voter: string | null,
): Promise<ReadArticle> {
  const { article, text } = shown
  const [vote] =
    voter === null
      ? []
      : await db
          .select({ isHelpful: helpVotes.isHelpful })
          .from(helpVotes)
          .where(and(eq(helpVotes.articleId, article.id), eq(helpVotes.voter, voter)))
  return {
    ...showLine(shown),
    content: text.body,
    html: renderArticle(text.body),
    meta_title: text.metaTitle,
    translations: texts.map(({ locale, slug }) => ({ locale, slug })),
    my_vote: vote?.isHelpful ?? null,
  }
}

/** all questions with their answers, by subject, in the order that the team gave. */
export async function readFaq(db: Db, locale: Locale, category?: string): Promise<FaqGroup[]> {
  const rows = await selectShown(db, locale)
    .where(and(isPublished('faq'), category === undefined ? undefined : eq(categories.slug, category)))
    .orderBy(asc(categories.position), asc(categories.id), asc(helpArticles.position), asc(helpArticles.id))
    .limit(MOST_QUESTIONS)
  const groups: FaqGroup[] = []
  for (const row of rows) {
    const { slug } = row.category
    let group = groups.at(-1)
    if (group?.category.slug !== slug) {
      group = { category: { slug, label: labelIn(row.category, locale) }, items: [] }
      groups.push(group)
    }
    group.items.push({ ...showLine(row), content: row.text.body, html: renderArticle(row.text.body) })
  }
  return groups
}
