import { sql } from 'drizzle-orm'
import type { Tx } from '#src/db/connect.ts'
import type { ArticleContent, ArticleKind } from '#src/db/help-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { ArticleId } from '#src/ids.ts'
import { LOCALES } from '#src/locale.ts'
import { slugsFor, type WantedTexts } from './article-content.ts'

/**
 * Gives each text the slug that it wants, or makes it one. A slug that another article has, or once had, is refused, so that
 * every address that was ever given out leads to what it was given out for; its own old ones an article may take back.
 */
export async function takeSlugs(
  tx: Tx,
  { id, kind }: { id: ArticleId; kind: ArticleKind },
  wanted: WantedTexts,
): Promise<ArticleContent['texts']> {
  // One after the other: of two that want the same at once, neither would see the other's.
  await tx.execute(sql`lock table help_slugs in share row exclusive mode`)
  const taken = new Set<string>()
  const texts: ArticleContent['texts'] = {}
  const inTurn = LOCALES.flatMap((locale) => {
    const text = wanted[locale]
    return text ? [{ locale, ...text }] : []
  })
  // Those that were said go first: what is made up gives way.
  for (const { locale, slug, ...text } of inTurn.sort(
    (a, b) => Number(a.slug === null) - Number(b.slug === null),
  )) {
    const candidates = slug === null ? slugsFor(text, kind) : [slug]
    let own: string | null = null
    for (const candidate of candidates) {
      if (taken.has(candidate)) continue
      const rows = await tx.execute(sql`
        insert into help_slugs (slug, article_id, locale) values (${candidate}, ${id}, ${locale})
        on conflict (slug) do update set locale = excluded.locale where help_slugs.article_id = excluded.article_id
        returning slug`)
      own = rows.length > 0 ? candidate : null
      if (own !== null) break
    }
    if (own === null) throw refusal(locale)
    taken.add(own)
    texts[locale] = { slug: own, ...text }
  }
  return texts
}

const refusal = (locale: string) =>
  new DomainError(
    'invalid-request',
    {},
    { fields: [{ in: 'body', path: ['texts', locale, 'slug'], rule: 'slug-taken' }] },
  )
