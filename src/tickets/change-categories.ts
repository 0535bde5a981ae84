import { asc, eq, sql } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { categories } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { CategoryId, UserId } from '#src/ids.ts'
import type { Visit } from '#src/visit.ts'
import { type CategoryRow, namesOf, plain } from './categories.ts'
import type { CategoryChange, NewCategory } from './category-body.ts'
import { isSame } from './queries.ts'

type Who = { actorId: UserId; visit: Visit }

/** Those of tickets, also the ones that nothing is filed under any more. */
export const listAllCategories = (db: Db | Tx): Promise<CategoryRow[]> =>
  db
    .select()
    .from(categories)
    .where(eq(categories.kind, 'ticket'))
    .orderBy(asc(categories.position), asc(categories.id))

export const addCategory = (db: Db, { slug, ...body }: NewCategory, who: Who): Promise<CategoryRow> =>
  db.transaction(async (tx) => {
    const others = await lockCategories(tx)
    const columns = { ...columnsOf(body), slug, labels: body.labels, crmValue: body.crm_value }
    refuseNamesOfOthers(columns, others)
    const [row] = await tx.insert(categories).values(columns).returning()
    if (!row) throw new Error('an insert returned nothing')
    await recordChange(tx, { ...who, ...about(row.id, 'created'), after: columns })
    return row
  })

/** Tickets that are filed keep the label that they were filed under. */
export const changeCategory = (
  db: Db,
  id: CategoryId,
  change: CategoryChange,
  who: Who,
): Promise<CategoryRow> =>
  db.transaction(async (tx) => {
    const all = await lockCategories(tx)
    const before = all.find((one) => one.id === id)
    if (!before) throw new DomainError('category-not-found', { id })
    const wanted = { ...before, ...columnsOf(change) }
    const names = Object.keys(wanted) as (keyof CategoryRow)[]
    const changed = names.filter((name) => !isSame(before[name], wanted[name]))
    if (changed.length === 0) return before
    refuseNamesOfOthers(
      wanted,
      all.filter((one) => one.id !== id),
    )
    const pick = (row: CategoryRow) => Object.fromEntries(changed.map((name) => [name, row[name]]))
    const [row] = await tx.update(categories).set(pick(wanted)).where(eq(categories.id, id)).returning()
    if (!row) throw new Error('a locked row is gone')
    await recordChange(tx, { ...who, ...about(id, 'changed'), before: pick(before), after: pick(row) })
    return row
  })

/** One change after the other: of two that give the same name at once, neither would see the other's row. */
async function lockCategories(tx: Tx): Promise<CategoryRow[]> {
  await tx.execute(sql`lock table categories in share row exclusive mode`)
  return listAllCategories(tx)
}

type Named = Pick<CategoryRow, 'slug' | 'crmValue' | 'labels'>

/** Tickets are filed by any of these names, and each has to mean one category. */
function refuseNamesOfOthers(one: Named, others: readonly CategoryRow[]): void {
  const taken = new Set(others.flatMap(namesOf).filter(Boolean).map(plain))
  const places: [(string | number)[], string | null][] = [
    [['slug'], one.slug],
    [['crm_value'], one.crmValue],
    ...Object.entries(one.labels).map(([locale, label]): [string[], string] => [['labels', locale], label]),
  ]
  const fields = places
    .filter(([, name]) => name !== null && taken.has(plain(name)))
    .map(([path]) => ({ in: 'body' as const, path, rule: 'name-taken' as const }))
  if (fields.length > 0) throw new DomainError('invalid-request', {}, { fields })
}

function columnsOf(body: CategoryChange) {
  const columns = {
    labels: body.labels,
    defaultPriority: body.default_priority,
    defaultDepartment: body.default_department,
    crmValue: body.crm_value,
    requiresCpf: body.requires_cpf,
    requiredFields: body.required_fields,
    isActive: body.is_active,
    position: body.position,
  }
  return Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== undefined),
  ) as Partial<CategoryRow>
}

const about = (id: CategoryId, what: string) =>
  ({ action: `category-${what}`, subject: 'category', subjectId: id }) as const
