import type { Row } from '#sandbox/bitrix24/database.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { DEAL_FIELDS } from './deal-fields.ts'
import { columnType, type Field } from './fields.ts'

export const USER_FIELD_TYPES = [
  'string',
  'integer',
  'double',
  'boolean',
  'datetime',
  'date',
  'money',
  'url',
  'address',
  'enumeration',
  'file',
  'employee',
  'crm_status',
  'iblock_section',
  'iblock_element',
  'crm',
  'custom',
] as const

export type NewUserField = {
  id?: number
  name: string
  type: string
  label: string
  isMultiple?: boolean
  isMandatory?: boolean
  xmlId?: string | null
  sort?: number
  settings?: unknown
  items?: { id?: number; value: string; sort?: number; isDefault?: boolean; xmlId?: string | null }[]
}

const known = new WeakMap<Portal, { custom: Field[]; all: Field[] }>()

/** Forget what was remembered: a definition has changed. */
export const forgetFields = (portal: Portal) => void known.delete(portal)

export const dealFields = (portal: Portal): Field[] => fieldsOf(portal).all
export const customFields = (portal: Portal): Field[] => fieldsOf(portal).custom

function fieldsOf(portal: Portal) {
  const remembered = known.get(portal)
  if (remembered) return remembered
  const custom = portal.db.all('SELECT * FROM user_fields ORDER BY ID').map((row) => toField(portal, row))
  const fields = { custom, all: [...DEAL_FIELDS, ...custom] }
  known.set(portal, fields)
  return fields
}

function toField(portal: Portal, row: Row): Field {
  const items = itemsOf(portal, Number(row.ID))
  return {
    name: String(row.FIELD_NAME),
    itemName: itemNameOf(String(row.FIELD_NAME)),
    type: String(row.USER_TYPE_ID),
    title: String(row.LABEL),
    access: 'write',
    ...(row.MULTIPLE === 'Y' && { isMultiple: true }),
    ...(row.MANDATORY === 'Y' && { isRequired: true }),
    custom: {
      id: Number(row.ID),
      items: items.map(({ ID, VALUE }) => ({ ID: String(ID), VALUE: String(VALUE) })),
      settings: JSON.parse(String(row.SETTINGS)),
    },
  }
}

export const itemsOf = (portal: Portal, fieldId: number): Row[] =>
  portal.db.all('SELECT * FROM user_field_items WHERE FIELD_ID = ? ORDER BY SORT, ID', fieldId)

/** UF_CRM_1721244707107 is ufCrm_1721244707107 in crm.item.*, UF_CRM_FILIAL is ufCrmFilial. */
function itemNameOf(name: string): string {
  const [, ...words] = name.split('_')
  return `uf${words
    .map((word) => (/^\d+$/.test(word) ? `_${word}` : word.charAt(0) + word.slice(1).toLowerCase()))
    .join('')}`
}

export function addUserField(portal: Portal, field: NewUserField): number {
  const { db } = portal
  if (db.get('SELECT ID FROM user_fields WHERE FIELD_NAME = ?', field.name))
    throw new PortalFailure(400, 'ERROR_CORE', `O campo ${field.name} já existe para o objeto CRM_DEAL.`)
  const id = db.insert('user_fields', {
    ...(field.id !== undefined && { ID: field.id }),
    FIELD_NAME: field.name,
    USER_TYPE_ID: field.type,
    XML_ID: field.xmlId ?? null,
    SORT: field.sort ?? 100,
    MULTIPLE: field.isMultiple ? 'Y' : 'N',
    MANDATORY: field.isMandatory ? 'Y' : 'N',
    SHOW_FILTER: 'N',
    LABEL: field.label,
    SETTINGS: JSON.stringify(field.settings ?? []),
  })
  for (const [index, item] of (field.items ?? []).entries())
    db.insert('user_field_items', {
      ...(item.id !== undefined && { ID: item.id }),
      FIELD_ID: id,
      SORT: item.sort ?? (index + 1) * 10,
      VALUE: item.value,
      DEF: item.isDefault ? 'Y' : 'N',
      XML_ID: item.xmlId ?? null,
    })
  forgetFields(portal)
  const columns = db.all('SELECT name AS NAME FROM pragma_table_info(?)', 'deals').map(({ NAME }) => NAME)
  if (!columns.includes(field.name)) {
    const column = columnType({ ...fieldNamed(portal, field.name) })
    db.exec(
      `ALTER TABLE deals ADD COLUMN ${field.name} ${column}${column === 'TEXT' ? ' COLLATE NOCASE' : ''}`,
    )
  }
  return id
}

export function deleteUserField(portal: Portal, id: number): void {
  const name = portal.db.get('SELECT FIELD_NAME FROM user_fields WHERE ID = ?', id)?.FIELD_NAME
  portal.db.run('DELETE FROM user_fields WHERE ID = ?', id)
  portal.db.run('DELETE FROM user_field_items WHERE FIELD_ID = ?', id)
  portal.db.exec(`UPDATE deals SET ${name} = NULL WHERE ${name} IS NOT NULL`)
  forgetFields(portal)
}

function fieldNamed(portal: Portal, name: string): Field {
  const field = customFields(portal).find((one) => one.name === name)
  if (!field) throw new Error(`there is no field ${name}`)
  return field
}
