import type { Value } from '#sandbox/bitrix24/database.ts'
import { printDate, printMoment, readDate, readMoment } from '#sandbox/bitrix24/moments.ts'

/** One field of an entity, with its two names: TITLE in the classic methods, title in crm.item.*. */
export type Field = {
  name: string
  itemName: string
  type: string
  title: string
  access: 'write' | 'create' | 'read'
  isRequired?: true
  isMultiple?: true
  isDeprecated?: true
  /** Filled by hand where the value is no column of the table. */
  isVirtual?: true
  statusType?: string
  /** Of a field that an administrator added. */
  custom?: { id: number; items: { ID: string; VALUE: string }[]; settings: unknown }
}

type Plain = { title?: string; access?: Field['access']; isRequired?: true }

/** A field that has one name in every method. */
export const plainField = (name: string, type: string, { title = name, ...more }: Plain = {}): Field => ({
  name,
  itemName: name,
  type,
  title,
  access: 'write',
  ...more,
})

const WHOLE = new Set([
  'integer',
  'user',
  'employee',
  'crm_category',
  'crm_contact',
  'crm_company',
  'crm_lead',
  'crm_quote',
  'location',
  'enumeration',
  'boolean',
  'crm_enum_ownertype',
  'crm_enum_activitytype',
  'crm_enum_activitystatus',
  'crm_enum_activitypriority',
  'crm_enum_activitynotifytype',
  'crm_enum_contenttype',
  'crm_enum_activitydirection',
])

type Storage = 'whole' | 'real' | 'moment' | 'date' | 'text' | 'json'

export function storageOf({ type, isMultiple }: Pick<Field, 'type' | 'isMultiple'>): Storage {
  if (isMultiple || type === 'file' || type === 'object') return 'json'
  if (WHOLE.has(type)) return 'whole'
  if (type === 'double') return 'real'
  if (type === 'datetime') return 'moment'
  return type === 'date' ? 'date' : 'text'
}

const COLUMN_TYPES: Record<Storage, string> = {
  whole: 'INTEGER',
  real: 'REAL',
  moment: 'INTEGER',
  date: 'TEXT',
  text: 'TEXT',
  json: 'TEXT',
}

export const columnType = (field: Field) => COLUMN_TYPES[storageOf(field)]

/** As the classic methods show it: every scalar a string. */
export function classicValue(field: Field, value: Value): unknown {
  const storage = storageOf(field)
  if (storage === 'json') return classicJson(field, value)
  if (value === null) return null
  switch (storage) {
    case 'moment':
      return printMoment(Number(value))
    case 'date':
      return printDate(String(value))
    case 'real':
      return field.custom ? String(value) : Number(value).toFixed(2)
    default:
      return String(value)
  }
}

function classicJson({ type, isMultiple, custom }: Field, value: Value): unknown {
  // PHP has no empty object, and user fields without values read as false.
  if (value === null) return custom ? (isMultiple ? false : null) : []
  const parsed: unknown = JSON.parse(String(value))
  if (!Array.isArray(parsed) || type === 'file') return parsed
  return parsed.map((one: unknown) => (typeof one === 'number' ? String(one) : one))
}

/** As crm.item.* shows it: numbers are numbers. */
export function itemValue(field: Field, value: Value): unknown {
  const storage = storageOf(field)
  if (storage === 'json') return value === null ? (field.isMultiple ? [] : null) : JSON.parse(String(value))
  if (value === null) return null
  switch (storage) {
    case 'moment':
      return printMoment(Number(value))
    case 'date':
      return printDate(String(value))
    default:
      return field.type === 'boolean' && field.custom ? (value === 1 ? 'Y' : 'N') : value
  }
}

/** What a caller wrote, as the table keeps it; undefined where it makes no sense for the field. */
export function readValue(field: Field, input: unknown): Value | undefined {
  if (input === null || input === undefined) return null
  if (field.isMultiple) return readMany(field, input)
  if (typeof input === 'object' && field.type !== 'file' && field.type !== 'object') return undefined
  return readOne(field, input)
}

function readMany(field: Field, input: unknown): Value | undefined {
  if (input === '' || input === false) return null
  const one = { type: field.type, isMultiple: undefined }
  const values = (
    Array.isArray(input) ? input : typeof input === 'object' ? Object.values(input ?? {}) : [input]
  )
    .filter((value: unknown) => value !== '' && value !== null)
    .map((value: unknown) => (field.type === 'file' ? value : readOne(one, value)))
  if (values.includes(undefined)) return undefined
  return values.length > 0 ? JSON.stringify(values) : null
}

function readOne(field: Pick<Field, 'type'>, input: unknown): Value | undefined {
  const text = typeof input === 'boolean' ? (input ? 'Y' : 'N') : String(input)
  switch (storageOf({ type: field.type })) {
    case 'json':
      return input === '' || (Array.isArray(input) && input.length === 0) ? null : JSON.stringify(input)
    case 'whole': {
      if (text === '') return null
      if (field.type === 'boolean') return /^(y|1|true)$/i.test(text) ? 1 : 0
      const number = Number(text)
      return Number.isSafeInteger(number) ? number : undefined
    }
    case 'real': {
      if (text === '') return null
      const number = Number(text)
      return Number.isFinite(number) ? number : undefined
    }
    case 'moment':
      return text === '' ? null : (readMoment(text) ?? undefined)
    case 'date':
      return text === '' ? null : (readDate(text) ?? undefined)
    default:
      if (field.type !== 'char') return text
      return /^(y|1)$/i.test(text) ? 'Y' : /^(n|0)$/i.test(text) ? 'N' : undefined
  }
}

/** As `*.fields` describes it. */
export function describeField(field: Field) {
  const { title } = field
  return {
    type: field.type,
    isRequired: field.isRequired === true,
    isReadOnly: field.access === 'read',
    isImmutable: field.access === 'create',
    isMultiple: field.isMultiple === true,
    isDynamic: field.custom !== undefined,
    ...(field.statusType && { statusType: field.statusType }),
    ...(field.custom && { items: field.custom.items.length > 0 ? field.custom.items : undefined }),
    ...(field.isDeprecated && { isDeprecated: true }),
    title,
    ...(field.custom && {
      listLabel: title,
      formLabel: title,
      filterLabel: title,
      settings: field.custom.settings,
    }),
  }
}

export const describeFields = (fields: readonly Field[]) =>
  Object.fromEntries(fields.map((field) => [field.name, describeField(field)]))
