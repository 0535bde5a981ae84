import { and, asc, eq } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { helpArticles, helpTexts } from '#src/db/help-schema.ts'
import { escapeHtml } from '#src/html.ts'
import { LOCALES, type Locale } from '#src/locale.ts'
import { everyAddress, FAQ_PATH, HELP_PATH } from './layout.ts'

/** What a sitemap may hold is 50,000 addresses. */
const MOST = 50_000

/** Every address that search engines may know, with those of the other languages beside it. */
export async function sitemap(db: Db, publicUrl: string): Promise<string> {
  const texts = await db
    .select({
      articleId: helpTexts.articleId,
      locale: helpTexts.locale,
      slug: helpTexts.slug,
      updatedAt: helpArticles.updatedAt,
    })
    .from(helpTexts)
    .innerJoin(
      helpArticles,
      and(eq(helpArticles.id, helpTexts.articleId), eq(helpArticles.status, 'published')),
    )
    .orderBy(asc(helpTexts.articleId), asc(helpTexts.locale))
    .limit(MOST - 2 * LOCALES.length)
  const byArticle = Map.groupBy(texts, ({ articleId }) => articleId)
  const pages = [HELP_PATH, FAQ_PATH].flatMap((path) => entries(everyAddress(path)))
  const articles = [...byArticle.values()].flatMap((group) => {
    const addresses = Object.fromEntries(group.map(({ locale, slug }) => [locale, `${HELP_PATH}/${slug}`]))
    return entries(addresses, group[0]?.updatedAt)
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${[...pages, ...articles].join('\n')}
</urlset>
`

  function entries(addresses: Partial<Record<Locale, string>>, at?: Date): string[] {
    const alternates = Object.entries(addresses)
      .map(
        ([locale, path]) =>
          `<xhtml:link rel="alternate" hreflang="${locale}" href="${escapeHtml(publicUrl + path)}"/>`,
      )
      .join('')
    const changed = at ? `<lastmod>${at.toISOString().slice(0, 10)}</lastmod>` : ''
    return Object.values(addresses).map(
      (path) => `<url><loc>${escapeHtml(publicUrl + path)}</loc>${changed}${alternates}</url>`,
    )
  }
}
