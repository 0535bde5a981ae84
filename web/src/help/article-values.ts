import { LOCALES, type Locale } from '../texts.ts'
import type { ArticleChange, EditedArticle } from './help-api.ts'

export const titleOf = ({ texts }: Pick<EditedArticle, 'texts'>) =>
  LOCALES.map((locale) => texts[locale]?.title).find((title) => title !== undefined) ?? ''

const textValues = (article: EditedArticle | null, locale: Locale) => ({
  title: article?.texts[locale]?.title ?? '',
  content: article?.texts[locale]?.content ?? '',
  slug: article?.texts[locale]?.slug ?? '',
  meta_title: article?.texts[locale]?.meta_title ?? '',
  meta_description: article?.texts[locale]?.meta_description ?? '',
})

export const valuesOf = (article: EditedArticle | null) => ({
  // Its keys are the four.
  texts: Object.fromEntries(LOCALES.map((locale) => [locale, textValues(article, locale)])) as Record<
    Locale,
    ReturnType<typeof textValues>
  >,
  category: article?.category ?? '',
  tags: article?.tags.join(', ') ?? '',
  is_featured: article?.is_featured ?? false,
})
export type Values = ReturnType<typeof valuesOf>

/** A language with nothing in it is taken away, if it was there. */
export function changeOf(values: Values, article: EditedArticle | null): ArticleChange {
  const texts: NonNullable<ArticleChange['texts']> = {}
  for (const locale of LOCALES) {
    const { slug, title, content, meta_title, meta_description } = values.texts[locale]
    const isEmpty = title.trim() === '' && content.trim() === ''
    if (isEmpty && article?.texts[locale]) texts[locale] = null
    if (isEmpty) continue
    const ownSlug = slug.trim() === '' ? {} : { slug: slug.trim() }
    const meta = {
      meta_title: meta_title.trim() || null,
      meta_description: meta_description.trim() || null,
    }
    texts[locale] = { title, content, ...ownSlug, ...meta }
  }
  return {
    texts,
    category: values.category,
    tags: values.tags
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean),
    is_featured: values.is_featured,
  }
}
