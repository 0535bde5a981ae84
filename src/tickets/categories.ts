import { and, asc, eq } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { categories } from '#src/db/ticket-schema.ts'
import type { CategoryId } from '#src/ids.ts'

export type CategoryRow = typeof categories.$inferSelect

/** Those that a ticket can be filed under today. */
export const listCategories = (db: Db | Tx) =>
  db
    .select()
    .from(categories)
    .where(and(eq(categories.kind, 'ticket'), categories.isActive))
    .orderBy(asc(categories.position), asc(categories.id))

/** By slug, by one of its labels, or by what the CRM calls it; capitals and accents do not matter. */
export async function findCategory(db: Db | Tx, name: string): Promise<CategoryRow | null> {
  return categoryCalled(await listCategories(db), name)
}

export function categoryCalled(all: readonly CategoryRow[], name: string): CategoryRow | null {
  const wanted = plain(name)
  return all.find((one) => namesOf(one).some((known) => plain(known) === wanted)) ?? null
}

/** Whatever a category is called by. */
export const namesOf = ({ slug, crmValue, labels }: Pick<CategoryRow, 'slug' | 'crmValue' | 'labels'>) => [
  slug,
  crmValue ?? '',
  ...Object.values(labels),
]

export async function categoryById(db: Db | Tx, id: CategoryId | null): Promise<CategoryRow | null> {
  if (id === null) return null
  const [row] = await db.select().from(categories).where(eq(categories.id, id))
  return row ?? null
}

/** What the CRM offers as a choice for it. */
export const crmLabelOf = ({ crmValue, labels, slug }: CategoryRow) => crmValue ?? labels['pt-BR'] ?? slug

/** Capitals and accents do not matter. */
export const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
