import { z } from '@hono/zod-openapi'
import { and, eq, sql } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import type { Db } from '#src/db/connect.ts'
import { helpArticles } from '#src/db/help-schema.ts'
import { categories } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { CategoryId } from '#src/ids.ts'
import type { Locale } from '#src/locale.ts'
import type { HelpCategory } from './article.ts'
import { CategorySlug } from './article-body.ts'
import type { Who } from './keep-article.ts'
import { type HelpCategoryRow, labelIn, listHelpCategories } from './queries.ts'

/** What articles are about: a list of its own, beside that of tickets. */

const Label = z.string().trim().min(1).max(100)
const fields = {
  labels: z.strictObject({ 'pt-BR': Label, es: Label, en: Label, ru: Label }),
  is_active: z.boolean(),
  position: z.int().min(0).max(10_000),
}
export const NewHelpCategory = z
  .strictObject({
    ...fields,
    slug: CategorySlug,
    is_active: fields.is_active.default(true),
    position: fields.position.default(1_000),
  })
  .openapi('NewHelpCategory')
export const HelpCategoryChange = z.strictObject(fields).partial().openapi('HelpCategoryChange')
export const EditedHelpCategory = z
  .object({ id: z.int(), slug: z.string(), ...fields, labels: z.record(z.string(), z.string()) })
  .openapi('EditedHelpCategory')

export const showHelpCategory = (row: HelpCategoryRow): z.infer<typeof EditedHelpCategory> => ({
  id: row.id,
  slug: row.slug,
  labels: row.labels,
  is_active: row.isActive,
  position: row.position,
})

/** those that readers choose from, with what is published in each. */
export async function countCategories(db: Db, locale: Locale): Promise<HelpCategory[]> {
  const counted = await db
    .select({
      categoryId: helpArticles.categoryId,
      articles: sql<number>`count(*) filter (where ${helpArticles.kind} = 'article')::int`,
      questions: sql<number>`count(*) filter (where ${helpArticles.kind} = 'faq')::int`,
    })
    .from(helpArticles)
    .where(eq(helpArticles.status, 'published'))
    .groupBy(helpArticles.categoryId)
  return (await listHelpCategories(db))
    .filter(({ isActive }) => isActive)
    .map((row) => {
      const found = counted.find(({ categoryId }) => categoryId === row.id)
      return {
        slug: row.slug,
        label: labelIn(row, locale),
        articles: found?.articles ?? 0,
        questions: found?.questions ?? 0,
      }
    })
}

export const addHelpCategory = (
  db: Db,
  { slug, labels, is_active, position }: z.output<typeof NewHelpCategory>,
  who: Who,
): Promise<HelpCategoryRow> =>
  db.transaction(async (tx) => {
    const columns = { slug, labels, isActive: is_active, position }
    const [row] = await tx
      .insert(categories)
      .values({ ...columns, kind: 'article' })
      .onConflictDoNothing()
      .returning()
    if (!row) {
      const taken = [{ in: 'body', path: ['slug'], rule: 'name-taken' } as const]
      throw new DomainError('invalid-request', {}, { fields: taken })
    }
    await recordChange(tx, { ...who, ...about(row.id, 'created'), after: { kind: 'article', ...columns } })
    return row
  })

/** Its slug stays: others name it by that. */
export const changeHelpCategory = (
  db: Db,
  id: CategoryId,
  { labels, is_active, position }: z.output<typeof HelpCategoryChange>,
  who: Who,
): Promise<HelpCategoryRow> =>
  db.transaction(async (tx) => {
    const isIt = and(eq(categories.id, id), eq(categories.kind, 'article'))
    const [before] = await tx.select().from(categories).where(isIt).for('update')
    if (!before) throw new DomainError('category-not-found', { id })
    const columns = {
      labels: labels ?? before.labels,
      isActive: is_active ?? before.isActive,
      position: position ?? before.position,
    }
    const [row] = await tx.update(categories).set(columns).where(isIt).returning()
    if (!row) throw new Error('a locked row is gone')
    const pick = ({ labels, isActive, position }: HelpCategoryRow) => ({ labels, isActive, position })
    await recordChange(tx, { ...who, ...about(id, 'changed'), before: pick(before), after: pick(row) })
    return row
  })

const about = (id: CategoryId, what: string) =>
  ({ action: `category-${what}`, subject: 'category', subjectId: id }) as const
