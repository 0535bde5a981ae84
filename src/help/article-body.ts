import { z } from '@hono/zod-openapi'
import type { ArticleId } from '#src/ids.ts'
import { LOCALES } from '#src/locale.ts'
import { LONGEST_BODY } from './render-article.ts'
import { isSlug, LONGEST_SLUG } from './slug.ts'

/** What comes in about articles. */

/** In URLs: an integer that Postgres can hold. */
export const ArticleIdParam = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(2_147_483_647))
  .transform((id) => id as ArticleId)
  .openapi({ type: 'integer', minimum: 1, maximum: 2_147_483_647, example: 1 })

export const MOST_TAGS = 20
const MOST_IN_ORDER = 500

export const HelpLocale = z.enum(LOCALES)
export const CategorySlug = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
export const Tag = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(40)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u)

const Title = z.string().trim().min(1).max(500)
const Body = z.string().min(1).max(LONGEST_BODY).openapi({
  description:
    'Markdown. HTML in it is shown as text. Pictures are shown by the `address` that POST /api/v1/admin/help/pictures gave; others become links.',
})
const Slug = z
  .string()
  .min(1)
  .max(LONGEST_SLUG)
  .refine(isSlug, { params: { rule: 'not-valid' } })
  .openapi({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', description: 'Without one it is made of the title' })
const MetaTitle = z.string().trim().max(200).nullable()
const MetaDescription = z.string().trim().max(500).nullable()

const TextBody = z
  .strictObject({
    title: Title.optional(),
    content: Body.optional(),
    slug: Slug.optional(),
    meta_title: MetaTitle.optional(),
    meta_description: MetaDescription.optional(),
  })
  .openapi('ArticleTextBody')
export type TextBody = z.output<typeof TextBody>

const optional = {
  texts: z
    .strictObject(Object.fromEntries(LOCALES.map((locale) => [locale, TextBody.nullish()])))
    .optional()
    .openapi({ description: 'By language; null takes it away' }),
  title: Title.optional(),
  content: Body.optional(),
  slug: Slug.optional(),
  meta_title: MetaTitle.optional(),
  meta_description: MetaDescription.optional(),
  locale: HelpLocale.optional().openapi({ description: 'Of the fields beside `texts`; pt-BR by itself' }),
  category: CategorySlug.optional(),
  tags: z.array(Tag).max(MOST_TAGS).optional(),
  is_featured: z.boolean().optional(),
  display_order: z.int().min(0).max(100_000).optional(),
}

export const NewArticle = z
  .strictObject({ ...optional, category: CategorySlug })
  .openapi('NewArticle', { description: 'A draft, in one language (title, content) or in several (texts)' })
export type NewArticle = z.output<typeof NewArticle>

export const ArticleChange = z.strictObject(optional).openapi('ArticleChange')
export type ArticleChange = z.output<typeof ArticleChange>

export const ArticleFeedback = z
  .strictObject({
    helpful: z.boolean().optional(),
    is_helpful: z.boolean().optional().openapi({ description: 'The same as `helpful`' }),
    comment: z.string().trim().max(2_000).nullish(),
  })
  .refine(({ helpful, is_helpful }) => (helpful ?? is_helpful) !== undefined, {
    path: ['helpful'],
    params: { rule: 'required' },
  })
  .refine(({ helpful, is_helpful }) => (helpful ?? is_helpful) === (is_helpful ?? helpful), {
    path: ['is_helpful'],
    params: { rule: 'not-valid' },
  })
  .openapi('ArticleFeedback')
export type ArticleFeedback = z.output<typeof ArticleFeedback>

/** the place of one, or all of a category as they shall stand. */
export const ArticleOrder = z.strictObject({ order: z.int().min(0).max(100_000) }).openapi('ArticleOrder')
export const ArticleOrders = z
  .strictObject({
    category: CategorySlug,
    article_ids: z.array(z.int().min(1).max(2_147_483_647)).min(1).max(MOST_IN_ORDER),
  })
  .openapi('ArticleOrders')
export type ArticleOrders = z.output<typeof ArticleOrders>

export const ArticlePreview = z
  .strictObject({ content: z.string().max(LONGEST_BODY) })
  .openapi('ArticlePreview')
