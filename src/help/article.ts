import { z } from '@hono/zod-openapi'
import { ARTICLE_KINDS, ARTICLE_STATUSES } from '#src/db/help-schema.ts'
import { LOCALES } from '#src/locale.ts'

/** What goes out about articles. */

const HelpCategoryRef = z
  .object({ slug: z.string(), label: z.string() })
  .openapi('HelpCategoryRef', { description: 'In the language of the text' })
const Translation = z.object({ locale: z.enum(LOCALES), slug: z.string() })

const counts = {
  view_count: z.int(),
  helpful_count: z.int(),
  not_helpful_count: z.int(),
}

const line = {
  id: z.int(),
  kind: z.enum(ARTICLE_KINDS),
  title: z.string(),
  slug: z.string(),
  locale: z.enum(LOCALES).openapi({ description: 'Of this text; the one asked for, if it is there' }),
  category: z.string(),
  category_label: z.string(),
  meta_description: z.string().nullable(),
  tags: z.array(z.string()),
  is_featured: z.boolean(),
  display_order: z.int(),
  ...counts,
  published_at: z.iso.datetime().nullable(),
  updated_at: z.iso.datetime(),
}

export const ArticleLine = z.object(line).openapi('ArticleLine')
export type ArticleLine = z.infer<typeof ArticleLine>

export const ReadArticle = z
  .object({
    ...line,
    content: z.string().openapi({ description: 'Markdown' }),
    html: z.string().openapi({ description: 'The same as safe HTML' }),
    meta_title: z.string().nullable(),
    translations: z.array(Translation),
    /** What the one who asks has voted. */
    my_vote: z.boolean().nullable(),
  })
  .openapi('ReadArticle')
export type ReadArticle = z.infer<typeof ReadArticle>

export const FoundArticle = z
  .object({
    ...line,
    highlight: z
      .object({ title: z.string(), excerpt: z.string() })
      .openapi({ description: 'HTML: escaped text with what was found in <mark>' }),
  })
  .openapi('FoundArticle')
export type FoundArticle = z.infer<typeof FoundArticle>

export const FaqGroup = z
  .object({
    category: HelpCategoryRef,
    items: z.array(z.object({ ...line, content: z.string(), html: z.string() })),
  })
  .openapi('FaqGroup')
export type FaqGroup = z.infer<typeof FaqGroup>

const EditedText = z
  .object({
    title: z.string(),
    content: z.string(),
    slug: z.string(),
    meta_title: z.string().nullable(),
    meta_description: z.string().nullable(),
  })
  .openapi('EditedText')

export const EditedArticle = z
  .object({
    id: z.int(),
    kind: z.enum(ARTICLE_KINDS),
    status: z.enum(ARTICLE_STATUSES),
    is_published: z.boolean(),
    category: z.string(),
    tags: z.array(z.string()),
    is_featured: z.boolean(),
    display_order: z.int(),
    version: z.int(),
    ...counts,
    author_name: z.string().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    published_at: z.iso.datetime().nullable(),
    texts: z.record(z.string(), EditedText).openapi({ description: 'By language' }),
  })
  .openapi('EditedArticle')
export type EditedArticle = z.infer<typeof EditedArticle>

/** A row of the editor's list. */
export const EditedLine = z
  .object({
    ...line,
    status: z.enum(ARTICLE_STATUSES),
    is_published: z.boolean(),
    version: z.int(),
    locales: z.array(z.enum(LOCALES)),
  })
  .openapi('EditedLine')
export type EditedLine = z.infer<typeof EditedLine>

export const ArticleVersion = z
  .object({
    version: z.int(),
    at: z.iso.datetime(),
    actor_name: z.string().nullable(),
    restored: z.int().nullable().openapi({ description: 'The version that was gone back to' }),
    locales: z.array(z.enum(LOCALES)),
    title: z.string(),
  })
  .openapi('ArticleVersion')
export type ArticleVersion = z.infer<typeof ArticleVersion>

export const VersionContent = ArticleVersion.extend({
  category: z.string(),
  tags: z.array(z.string()),
  texts: z.record(z.string(), EditedText),
}).openapi('ArticleVersionContent')
export type VersionContent = z.infer<typeof VersionContent>

export const ArticleComment = z
  .object({
    is_helpful: z.boolean(),
    comment: z.string(),
    author_name: z.string().nullable(),
    locale: z.enum(LOCALES),
    at: z.iso.datetime(),
  })
  .openapi('ArticleComment')
export type ArticleComment = z.infer<typeof ArticleComment>

export const HelpCategory = z
  .object({
    slug: z.string(),
    label: z.string(),
    articles: z.int().openapi({ description: 'Published ones' }),
    questions: z.int(),
  })
  .openapi('HelpCategory')
export type HelpCategory = z.infer<typeof HelpCategory>
