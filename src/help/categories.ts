import { z } from '@hono/zod-openapi'
import { and, count, eq, sql } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import type { Db, Tx } from '#src/db/connect.ts'
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
  .object({
    id: z.int(),
    slug: z.string(),
    ...fields,
    labels: z.record(z.string(), z.string()),
    texts: z.int().openapi({ description: 'Articles and questions with it, whatever their status' }),
  })
  .openapi('EditedHelpCategory')
export type EditedHelpCategory = z.infer<typeof EditedHelpCategory>

/** As the team arranges them, with how many texts each has. */
export async function listEditedCategories(db: Db): Promise<EditedHelpCategory[]> {
  const counted = await db
    .select({ categoryId: helpArticles.categoryId, texts: count() })
    .from(helpArticles)
    .groupBy(helpArticles.categoryId)
  const textsOf = new Map(counted.map(({ categoryId, texts }) => [categoryId, texts]))
  return (await listHelpCategories(db)).map((row) => showHelpCategory(row, textsOf.get(row.id) ?? 0))
}

const showHelpCategory = (row: HelpCategoryRow, texts: number): EditedHelpCategory => ({
  id: row.id,
  slug: row.slug,
  labels: row.labels,
  is_active: row.isActive,
  position: row.position,
  texts,
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
): Promise<EditedHelpCategory> =>
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
    return showHelpCategory(row, 0)
  })

/** Its slug stays: others name it by that. */
export const changeHelpCategory = (
  db: Db,
  id: CategoryId,
  { labels, is_active, position }: z.output<typeof HelpCategoryChange>,
  who: Who,
): Promise<EditedHelpCategory> =>
  db.transaction(async (tx) => {
    const before = await lockCategory(tx, id)
    const columns = {
      labels: labels ?? before.labels,
      isActive: is_active ?? before.isActive,
      position: position ?? before.position,
    }
    const [row] = await tx.update(categories).set(columns).where(eq(categories.id, id)).returning()
    if (!row) throw new Error('a locked row is gone')
    const pick = ({ labels, isActive, position }: HelpCategoryRow) => ({ labels, isActive, position })
    await recordChange(tx, { ...who, ...about(id, 'changed'), before: pick(before), after: pick(row) })
    return showHelpCategory(row, await countTexts(tx, id))
  })

/** Versions that name it stay readable: whoever goes back to one keeps the subject that the text has by then. */
export const dropHelpCategory = (db: Db, id: CategoryId, who: Who): Promise<void> =>
  db.transaction(async (tx) => {
    // Whoever gives it to a text waits for us, or has come before.
    const { slug, labels, isActive, position } = await lockCategory(tx, id)
    const texts = await countTexts(tx, id)
    if (texts > 0) throw new DomainError('category-in-use', { count: texts })
    await tx.delete(categories).where(eq(categories.id, id))
    const before = { kind: 'article', slug, labels, isActive, position }
    await recordChange(tx, { ...who, ...about(id, 'deleted'), before })
  })

async function lockCategory(tx: Tx, id: CategoryId): Promise<HelpCategoryRow> {
  const isIt = and(eq(categories.id, id), eq(categories.kind, 'article'))
  const [row] = await tx.select().from(categories).where(isIt).for('update')
  if (!row) throw new DomainError('category-not-found', { id })
  return row
}

async function countTexts(tx: Tx, id: CategoryId): Promise<number> {
  const [row] = await tx.select({ texts: count() }).from(helpArticles).where(eq(helpArticles.categoryId, id))
  return row?.texts ?? 0
}

const about = (id: CategoryId, what: string) =>
  ({ action: `category-${what}`, subject: 'category', subjectId: id }) as const
