import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import type { ArticleId, CategoryId, UploadId } from '#src/ids.ts'
import { LOCALES, type Locale } from '#src/locale.ts'
import { moment, quoted } from './columns.ts'
import { userReference } from './schema.ts'
import { categories } from './ticket-schema.ts'

/** The help center: articles and answers to frequent questions, which are one model. */

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

export const ARTICLE_KINDS = ['article', 'faq'] as const
export type ArticleKind = (typeof ARTICLE_KINDS)[number]
export const ARTICLE_STATUSES = ['draft', 'published', 'archived'] as const
export type ArticleStatus = (typeof ARTICLE_STATUSES)[number]

/** An article, or a question with its answer; what it says is in `helpTexts`, a row for each language. */
export const helpArticles = pgTable(
  'help_articles',
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity().$type<ArticleId>(),
    kind: varchar({ length: 8 }).notNull().$type<ArticleKind>(),
    /** Of kind `article`, also where this is a question: one list of subjects for both. */
    categoryId: integer()
      .notNull()
      .references(() => categories.id)
      .$type<CategoryId>(),
    status: varchar({ length: 10 }).notNull().default('draft').$type<ArticleStatus>(),
    isFeatured: boolean().notNull().default(false),
    position: integer().notNull().default(0),
    tags: varchar({ length: 40 }).array().notNull().default([]),
    /** Counts changes: what `If-Match` is held against. Who reads or votes changes nothing. */
    version: integer().notNull().default(1),
    viewCount: integer().notNull().default(0),
    helpfulCount: integer().notNull().default(0),
    notHelpfulCount: integer().notNull().default(0),
    authorId: userReference(),
    createdAt: moment().notNull().default(sql`clock_timestamp()`),
    updatedAt: moment().notNull().default(sql`clock_timestamp()`),
    publishedAt: moment(),
  },
  (table) => [
    index('help_articles_in_order').on(table.kind, table.status, table.position, table.id),
    index('help_articles_by_category').on(table.categoryId),
    check('help_articles_kind_is_known', sql`${table.kind} in (${quoted(ARTICLE_KINDS)})`),
    check('help_articles_status_is_known', sql`${table.status} in (${quoted(ARTICLE_STATUSES)})`),
  ],
)

export const articleReference = () =>
  integer()
    .notNull()
    .references(() => helpArticles.id, { onDelete: 'cascade' })
    .$type<ArticleId>()
const language = () => varchar({ length: 8 }).notNull().$type<Locale>()

export const helpTexts = pgTable(
  'help_texts',
  {
    articleId: articleReference(),
    locale: language(),
    slug: varchar({ length: 120 }).notNull(),
    title: varchar({ length: 500 }).notNull(),
    /** For search engines; without one, the title. */
    metaTitle: varchar({ length: 200 }),
    metaDescription: varchar({ length: 500 }),
    /** Markdown, as it was typed. */
    body: text().notNull(),
    /** The same as somebody would read it aloud: what is searched, and quoted from. */
    plain: text().notNull(),
    search: tsvector().generatedAlwaysAs(sql`help_search(locale, title, meta_description, plain)`),
  },
  (table) => [
    primaryKey({ columns: [table.articleId, table.locale] }),
    unique('help_texts_slug_is_unique').on(table.slug),
    index('help_texts_by_search').using('gin', table.search),
    check('help_texts_locale_is_known', sql`${table.locale} in (${quoted(LOCALES)})`),
  ],
)

/** Every slug that a text ever had, its present one included: nobody else gets it, and whoever comes by it is led on. */
export const helpSlugs = pgTable(
  'help_slugs',
  { slug: varchar({ length: 120 }).primaryKey(), articleId: articleReference(), locale: language() },
  (table) => [index('help_slugs_by_article').on(table.articleId)],
)

export type ArticleContent = {
  category: string
  tags: string[]
  texts: Partial<Record<Locale, ArticleText>>
}
export type ArticleText = {
  slug: string
  title: string
  metaTitle: string | null
  metaDescription: string | null
  body: string
}

/** What it said after a change, to be gone back to. */
export const helpVersions = pgTable(
  'help_versions',
  {
    articleId: articleReference(),
    version: integer().notNull(),
    at: moment().notNull().default(sql`clock_timestamp()`),
    actorId: userReference(),
    /** The version that was gone back to. */
    restored: integer(),
    content: jsonb().notNull().$type<ArticleContent>(),
  },
  (table) => [primaryKey({ columns: [table.articleId, table.version] })],
)

/** A picture for texts, whose bytes are in the store. One that no version of a text has is swept after a week. */
export const helpPictures = pgTable(
  'help_pictures',
  {
    id: uuid().primaryKey().$type<UploadId>(),
    key: varchar({ length: 500 }).notNull(),
    mime: varchar({ length: 128 }).notNull(),
    extension: varchar({ length: 4 }).notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    sizeBytes: integer().notNull(),
    sha256: varchar({ length: 64 }).notNull(),
    uploadedBy: userReference(),
    createdAt: moment().notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    unique('help_pictures_key_is_unique').on(table.key),
    index('help_pictures_by_uploader').on(table.uploadedBy, table.createdAt),
    index('help_pictures_by_age').on(table.createdAt),
  ],
)

/** Which versions of a text show which picture; the newest of them is what the text says now. */
export const helpPictureUses = pgTable(
  'help_picture_uses',
  {
    pictureId: uuid()
      .notNull()
      .references(() => helpPictures.id)
      .$type<UploadId>(),
    articleId: integer().notNull().$type<ArticleId>(),
    version: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.pictureId, table.articleId, table.version] }),
    foreignKey({
      name: 'help_picture_uses_version',
      columns: [table.articleId, table.version],
      foreignColumns: [helpVersions.articleId, helpVersions.version],
    }).onDelete('cascade'),
    index('help_picture_uses_by_version').on(table.articleId, table.version),
  ],
)

/** What one reader thinks of it: `user:7`, or `reader:` and a digest of what their browser keeps. */
export const helpVotes = pgTable(
  'help_votes',
  {
    articleId: articleReference(),
    voter: varchar({ length: 80 }).notNull(),
    userId: userReference(),
    locale: language(),
    isHelpful: boolean().notNull(),
    comment: text(),
    votedAt: moment().notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    primaryKey({ columns: [table.articleId, table.voter] }),
    index('help_votes_with_comment')
      .on(table.articleId, table.votedAt)
      .where(sql`${table.comment} is not null`),
  ],
)

/** Who has read it today; older days are forgotten, since only the number counts. */
export const helpViews = pgTable(
  'help_views',
  {
    articleId: articleReference(),
    day: date({ mode: 'string' }).notNull(),
    visitor: varchar({ length: 80 }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.articleId, table.day, table.visitor] }),
    index('help_views_by_day').on(table.day),
  ],
)

/** An article that was offered to somebody who was writing a ticket, and what they made of it: once for each draft. */
export const helpOffers = pgTable(
  'help_offers',
  {
    articleId: articleReference(),
    userId: userReference().notNull(),
    /** As the browser calls what is being written: see `filedDrafts`. */
    draftId: uuid().notNull(),
    locale: language(),
    shownAt: moment().notNull().default(sql`clock_timestamp()`),
    openedAt: moment(),
    /** They said that it solved their problem. */
    solvedAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.draftId, table.articleId] }),
    index('help_offers_by_shown').on(table.shownAt, table.articleId),
    index('help_offers_by_article').on(table.articleId),
  ],
)
