import type { Database, Row, Value } from '#sandbox/bitrix24/database.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Field, readValue, storageOf } from './fields.ts'

export const PAGE_ROWS = 50

export type Condition = { sql: string; values: Value[] }

/** What can be listed: a table, its fields, and conditions that are no column of it. */
export type Source = {
  table: string
  fields: readonly Field[]
  names: 'classic' | 'item'
  special?: (key: string, value: unknown) => Condition | undefined
}
export type Query = { select?: unknown; filter?: unknown; order?: unknown; start?: unknown }
export type Page = { rows: Row[]; fields: Field[]; total?: number; next?: number }

type Operator = { pattern: RegExp; test: 'equal' | 'like' | 'in' | 'compare'; negated?: true; sql?: string }

/** Longest first: `!=%` begins with `!=`. */
const OPERATORS: readonly Operator[] = [
  { pattern: /^(?:!=%|!%=|!%)/, test: 'like', negated: true },
  { pattern: /^(?:=%|%=|%)/, test: 'like' },
  { pattern: /^!@/, test: 'in', negated: true },
  { pattern: /^@/, test: 'in' },
  { pattern: /^!=?/, test: 'equal', negated: true },
  { pattern: /^>=/, test: 'compare', sql: '>=' },
  { pattern: /^<=/, test: 'compare', sql: '<=' },
  { pattern: /^>/, test: 'compare', sql: '>' },
  { pattern: /^</, test: 'compare', sql: '<' },
  { pattern: /^=?/, test: 'equal' },
]

export function listRows(db: Database, source: Source, query: Query): Page {
  const fields = chosenFields(source, query.select)
  const condition = conditionOf(source, query.filter)
  const where = condition.sql ? ` WHERE ${condition.sql}` : ''
  const columns = [...new Set(['ID', ...fields.filter((one) => !one.isVirtual).map(({ name }) => name)])]
  const start = Number(query.start ?? 0)
  const isCounted = start !== -1
  const offset = Number.isInteger(start) && start > 0 ? start - (start % PAGE_ROWS) : 0
  const rows = db.all(
    `SELECT ${columns.join(', ')} FROM ${source.table}${where}${orderOf(source, query.order)} LIMIT ${PAGE_ROWS} OFFSET ?`,
    ...condition.values,
    offset,
  )
  if (!isCounted) return { rows, fields }
  const counted = db.get(`SELECT COUNT(*) AS total FROM ${source.table}${where}`, ...condition.values)
  const total = Number(counted?.total)
  return { rows, fields, total, ...(offset + rows.length < total && { next: offset + PAGE_ROWS }) }
}

export function fieldNamed({ fields, names }: Source, key: string): Field | undefined {
  if (names === 'classic') return fields.find(({ name }) => name === key.toUpperCase())
  // Clients spell the id of an item both ways, and both work; custom fields keep their original names beside the new ones.
  return fields.find(
    (one) => one.itemName === key || (one.name === key && (one.name === 'ID' || one.custom !== undefined)),
  )
}

function chosenFields(source: Source, select: unknown): Field[] {
  const names = listOf(select)
  const isSingle = (one: Field) => one.custom === undefined
  if (names.length === 0) return source.names === 'classic' ? [...source.fields] : [...source.fields]
  const chosen = names.flatMap((name) => {
    if (name === '*') return source.names === 'classic' ? source.fields.filter(isSingle) : [...source.fields]
    if (name === 'UF_*') return source.fields.filter((one) => !isSingle(one))
    return fieldNamed(source, name) ?? []
  })
  const id = source.fields.filter(({ name }) => name === 'ID')
  return [...new Set([...id, ...chosen])]
}

const listOf = (value: unknown): string[] =>
  value && typeof value === 'object'
    ? Object.values(value).map(String)
    : typeof value === 'string' && value
      ? [value]
      : []

function orderOf(source: Source, order: unknown): string {
  const entries = order && typeof order === 'object' ? Object.entries(order) : []
  const terms = entries.flatMap(([key, direction]) => {
    const field = fieldNamed(source, key)
    if (!field || field.isVirtual) {
      if (source.names === 'item')
        throw new PortalFailure(
          400,
          'INVALID_ARG_VALUE',
          `Invalid order: field '${key}' is not allowed in order`,
        )
      return []
    }
    return [`${field.name} ${/^desc$/i.test(String(direction)) ? 'DESC' : 'ASC'}`]
  })
  if (!terms.some((term) => term.startsWith('ID '))) terms.push('ID ASC')
  return ` ORDER BY ${terms.join(', ')}`
}

function conditionOf(source: Source, filter: unknown): Condition {
  if (filter === undefined || filter === null || filter === '') return { sql: '', values: [] }
  if (typeof filter !== 'object') throw new PortalFailure(400, '', "Parameter 'filter' must be array.")
  return joined(source, Object.entries(filter), 'AND')
}

function joined(source: Source, entries: [string, unknown][], word: 'AND' | 'OR'): Condition {
  const conditions = entries.flatMap(([key, value]) => {
    if (source.names === 'item' && /^\d+$/.test(key) && value && typeof value === 'object')
      return [group(source, value)]
    const special = source.special?.(key, value)
    return special ? [special] : single(source, key, value)
  })
  const told = conditions.filter(({ sql }) => sql !== '')
  const sql = told.map((one) => one.sql).join(` ${word} `)
  return { sql: told.length > 1 ? `(${sql})` : sql, values: told.flatMap(({ values }) => values) }
}

/** `{logic: 'OR', 0: {...}, 1: {...}}`, or a plain filter in a group of its own. */
function group(source: Source, value: object): Condition {
  const { logic, ...rest } = value as Record<string, unknown>
  return joined(source, Object.entries(rest), /^or$/i.test(String(logic)) ? 'OR' : 'AND')
}

function single(source: Source, key: string, value: unknown): Condition[] {
  const operator = OPERATORS.find(({ pattern }) => pattern.test(key))
  const name = operator ? key.replace(operator.pattern, '') : key
  const field = fieldNamed(source, name)
  if (!operator || !field || field.isVirtual) {
    if (source.names === 'item')
      throw new PortalFailure(
        400,
        'INVALID_ARG_VALUE',
        `Invalid filter: field '${name}' is not allowed in filter`,
      )
    // The classic methods pass over what they do not know.
    return []
  }
  return [compare(field, operator, value)]
}

const asScalar = (value: unknown) => (typeof value === 'object' && value !== null ? undefined : value)

function compare(field: Field, { test, negated, sql = '=' }: Operator, value: unknown): Condition {
  const values = value !== null && typeof value === 'object' ? Object.values(value) : [value]
  if (test === 'like') return like(field, values.map(String), negated)
  const read = values.map((one) => readFilterValue(field, one))
  const column = storageOf(field) === 'json' ? 'one.value' : field.name
  const condition =
    test === 'compare'
      ? { sql: `${column} ${sql} ?`, values: [read[0] ?? 0] }
      : equal(column, read, values.length !== 1 || test === 'in')
  const whole =
    storageOf(field) === 'json'
      ? { ...condition, sql: `EXISTS (SELECT 1 FROM json_each(${field.name}) AS one WHERE ${condition.sql})` }
      : condition
  return negated ? { ...whole, sql: `NOT COALESCE(${whole.sql}, FALSE)` } : whole
}

function equal(column: string, values: Value[], isList: boolean): Condition {
  const [first = null] = values
  if (!isList && first === null) return { sql: `(${column} IS NULL OR ${column} IN ('', 0))`, values: [] }
  if (!isList) return { sql: `${column} = ?`, values: [first] }
  const told = values.filter((value) => value !== null)
  return { sql: `${column} IN (${told.map(() => '?').join(', ')})`, values: told }
}

function like({ name }: Field, values: string[], negated = false): Condition {
  const terms = values.map((value) => `%${value.replace(/^%|%$/g, '').replace(/[\\%_]/g, '\\$&')}%`)
  const sql = terms.map(() => `${name} LIKE ? ESCAPE '\\'`).join(' OR ')
  return { sql: negated ? `NOT COALESCE((${sql}), FALSE)` : `(${sql})`, values: terms }
}

function readFilterValue(field: Field, value: unknown): Value {
  const single: Field = { ...field }
  delete single.isMultiple
  const scalar = asScalar(value)
  if (scalar === '' || scalar === false || scalar === undefined) return null
  return readValue(single, scalar) ?? null
}
