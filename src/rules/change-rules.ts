import { isDeepStrictEqual } from 'node:util'
import { and, asc, eq, inArray, max, ne, sql } from 'drizzle-orm'
import { recordChange } from '#src/db/audit.ts'
import { brokenConstraint, type Db, type Tx } from '#src/db/connect.ts'
import { replies } from '#src/db/reply-schema.ts'
import { rules } from '#src/db/rule-schema.ts'
import { users } from '#src/db/schema.ts'
import { categories } from '#src/db/ticket-schema.ts'
import { DomainError, type FieldRule } from '#src/errors.ts'
import type { ReplyId, RuleId, UserId } from '#src/ids.ts'
import { type Match, refuseOtherVersion } from '#src/version-match.ts'
import type { Visit } from '#src/visit.ts'
import type { RuleBody, RuleChange, RuleOrder, RuleRow } from './rule-body.ts'

type Who = { actorId: UserId; visit: Visit }

/** Each is held against every new ticket. */
const MOST_RULES = 200

/** In the order in which they are held against a ticket. */
export const listRules = (db: Db | Tx): Promise<RuleRow[]> =>
  db.select().from(rules).orderBy(asc(rules.position), asc(rules.id))

export const addRule = (db: Db, body: RuleBody, who: Who): Promise<RuleRow> =>
  changing(db, async (tx) => {
    await lockRules(tx)
    const [all] = await tx
      .select({ count: sql<number>`count(*)::int`, last: max(rules.position) })
      .from(rules)
    if ((all?.count ?? 0) >= MOST_RULES) throw refusal([], 'not-valid')
    await checkRule(tx, body)
    const columns = { ...columnsOf(body), position: (all?.last ?? 0) + 1 }
    const [row] = await tx.insert(rules).values(columns).returning()
    if (!row) throw new Error('an insert returned nothing')
    await recordChange(tx, { ...who, ...about(row.id, 'created'), after: columns })
    return row
  })

export const changeRule = (
  db: Db,
  id: RuleId,
  { change, match }: { change: RuleChange; match: Match },
  who: Who,
): Promise<RuleRow> =>
  changing(db, async (tx) => {
    const before = await lockRule(tx, id, match)
    if (match === undefined) throw new DomainError('if-match-required')
    const body = { ...bodyOf(before), ...definedOf(change) }
    await checkRule(tx, body)
    const columns = columnsOf(body)
    const names = (Object.keys(columns) as (keyof typeof columns)[]).filter(
      (name) => !isDeepStrictEqual(before[name], columns[name]),
    )
    if (names.length === 0) return before
    const [row] = await tx
      .update(rules)
      .set({ ...columns, version: sql`${rules.version} + 1`, updatedAt: sql`clock_timestamp()` })
      .where(eq(rules.id, id))
      .returning()
    if (!row) throw new Error('a locked row is gone')
    const pick = (from: RuleRow) => Object.fromEntries(names.map((name) => [name, from[name]]))
    await recordChange(tx, { ...who, ...about(id, 'changed'), before: pick(before), after: pick(row) })
    return row
  })

/** Tickets that it was held against stay as they are. */
export const dropRule = (db: Db, id: RuleId, match: Match, who: Who): Promise<void> =>
  changing(db, async (tx) => {
    const before = await lockRule(tx, id, match)
    await tx.delete(rules).where(eq(rules.id, id))
    await recordChange(tx, { ...who, ...about(id, 'deleted'), before: columnsOf(bodyOf(before)) })
  })

/** All of them into this order, or none: whoever does not name just those that there are has not seen what others did meanwhile. */
export const orderRules = (db: Db, { order }: RuleOrder, who: Who): Promise<RuleRow[]> =>
  changing(db, async (tx) => {
    await lockRules(tx)
    const all = await listRules(tx)
    for (const row of all) {
      const named = order.filter(({ id }) => id === row.id)
      if (named.length !== 1 || named[0]?.version !== row.version)
        throw new DomainError('version-conflict', { version: row.version })
    }
    const unknown = order.find(({ id }) => !all.some((row) => row.id === id))
    if (unknown) throw new DomainError('rule-not-found', { id: unknown.id })
    const [before, after] = [all.map(({ id }) => id), order.map(({ id }) => id)]
    if (isDeepStrictEqual(before, after)) return all
    const places = sql.join(
      after.map((id, at) => sql`(${id}::integer, ${at + 1}::integer)`),
      sql`, `,
    )
    await tx.execute(sql`
      update rules set position = place.position, version = version + 1, updated_at = clock_timestamp()
      from (values ${places}) as place (id, position)
      where rules.id = place.id and rules.position is distinct from place.position`)
    const line = { action: 'rules-ordered', subject: 'rule', subjectId: after[0] ?? 0 } as const
    await recordChange(tx, { ...who, ...line, before: { order: before }, after: { order: after } })
    return listRules(tx)
  })

/** What it names has to be there. */
async function checkRule(
  tx: Tx,
  { conditions, effects }: Pick<RuleBody, 'conditions' | 'effects'>,
): Promise<void> {
  const slugs = [...new Set(conditions.categories)]
  if (slugs.length > 0) {
    const isNamed = and(eq(categories.kind, 'ticket'), inArray(categories.slug, slugs))
    const known = await tx.select({ slug: categories.slug }).from(categories).where(isNamed)
    if (known.length < slugs.length) throw refusal(['conditions', 'categories'], 'category')
  }
  if (effects.assignee_id) {
    const isTeam = and(
      eq(users.id, effects.assignee_id as UserId),
      ne(users.role, 'requester'),
      users.isActive,
    )
    const found = await tx.select({ id: users.id }).from(users).where(isTeam)
    if (found.length === 0) throw refusal(['effects', 'assignee_id'], 'not-valid')
  }
  if (effects.reply_id !== undefined) {
    const isShared = and(
      eq(replies.id, effects.reply_id as ReplyId),
      eq(replies.kind, 'reply'),
      replies.isShared,
    )
    // Nobody deletes it, or keeps it for themselves, until it is known who names it: see replies/change-replies.ts.
    const found = await tx.select({ id: replies.id }).from(replies).where(isShared).for('share')
    if (found.length === 0) throw refusal(['effects', 'reply_id'], 'not-valid')
  }
}

async function changing<T>(db: Db, change: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(change)
  } catch (error) {
    if (brokenConstraint(error) !== 'rules_name_is_unique') throw error
    throw refusal(['name'], 'name-taken', error)
  }
}

/** Nobody makes one or takes one away meanwhile; tickets are judged by them all the while. */
const lockRules = (tx: Tx) => tx.execute(sql`lock table ${rules} in share row exclusive mode`)

async function lockRule(tx: Tx, id: RuleId, match: Match): Promise<RuleRow> {
  const [row] = await tx.select().from(rules).where(eq(rules.id, id)).for('update')
  if (!row) throw new DomainError('rule-not-found', { id })
  refuseOtherVersion(row, match ?? null)
  return row
}

const refusal = (path: string[], rule: FieldRule, cause?: unknown) =>
  new DomainError('invalid-request', {}, { cause, fields: [{ in: 'body', path, rule }] })

const bodyOf = ({ name, isActive, conditions, effects }: RuleRow): RuleBody => ({
  name,
  is_active: isActive,
  // Nothing else is ever written there.
  conditions: conditions as RuleBody['conditions'],
  effects: effects as RuleBody['effects'],
})

const columnsOf = ({ name, is_active, conditions, effects }: RuleBody) => ({
  name,
  isActive: is_active,
  conditions: definedOf(conditions),
  effects: definedOf(effects),
})

/** What was left out is absent, also when it is compared with what was read back. */
const definedOf = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>
  }

const about = (id: RuleId, what: 'created' | 'changed' | 'deleted') =>
  ({ action: `rule-${what}`, subject: 'rule', subjectId: id }) as const
