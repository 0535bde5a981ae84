import type { Row } from '#sandbox/bitrix24/database.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { CONTACT_FIELDS, CONTACT_TYPE } from './contact-fields.ts'
import { multifieldsOf } from './contacts.ts'
import { DEAL_NULLS, DEAL_TYPE, HIDDEN_IN_CLASSIC } from './deal-fields.ts'
import { contactsOf } from './deals.ts'
import { classicValue, type Field, itemValue } from './fields.ts'
import { dealFields } from './user-fields.ts'

export const classicDealFields = (portal: Portal): Field[] =>
  dealFields(portal).filter(({ name }) => !HIDDEN_IN_CLASSIC.has(name))

export const itemFields = (portal: Portal, typeId: number): readonly Field[] =>
  typeId === DEAL_TYPE ? dealFields(portal) : CONTACT_FIELDS

export function classicRow(portal: Portal, row: Row, fields: readonly Field[]): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const field of fields) {
    if (field.isVirtual) continue
    const value = row[field.name] ?? null
    shown[field.name] = field.type === 'file' ? classicFiles(portal, row, field) : classicValue(field, value)
  }
  return shown
}

type ItemOptions = { hasOriginalNames: boolean; isWhole: boolean }

export function itemRow(
  portal: Portal,
  typeId: number,
  row: Row,
  fields: readonly Field[],
  { hasOriginalNames, isWhole }: ItemOptions,
): Record<string, unknown> {
  const item: Record<string, unknown> = {}
  for (const field of fields) {
    const name = hasOriginalNames && field.custom ? field.name : field.itemName
    if (field.name === 'CONTACT_IDS')
      item[name] = contactsOf(portal, Number(row.ID)).map(({ CONTACT_ID }) => CONTACT_ID)
    else if (field.type === 'file') item[name] = itemFiles(portal, typeId, row, field)
    else item[name] = itemValue(field, row[field.name] ?? null)
  }
  if (isWhole && typeId === DEAL_TYPE) for (const name of DEAL_NULLS) item[name] = null
  if (isWhole && typeId === CONTACT_TYPE) Object.assign(item, flatMultifields(portal, Number(row.ID)))
  if (isWhole) item.entityTypeId = typeId
  return item
}

function flatMultifields(portal: Portal, contactId: number): Record<string, unknown> {
  const rows = multifieldsOf(portal, contactId)
  const first = (typeId: string, valueType?: string) =>
    rows.find((row) => row.TYPE_ID === typeId && (!valueType || row.VALUE_TYPE === valueType))?.VALUE ?? ''
  return {
    phone: first('PHONE'),
    phoneMobile: first('PHONE', 'MOBILE'),
    phoneWork: first('PHONE', 'WORK'),
    phoneMailing: first('PHONE', 'MAILING'),
    email: first('EMAIL'),
    emailHome: first('EMAIL', 'HOME'),
    emailWork: first('EMAIL', 'WORK'),
    emailMailing: first('EMAIL', 'MAILING'),
    fm: rows.map(({ ID, TYPE_ID, VALUE_TYPE, VALUE }) => ({
      id: ID,
      valueType: VALUE_TYPE,
      value: VALUE,
      typeId: TYPE_ID,
    })),
  }
}

const fileIds = (row: Row, { name, isMultiple }: Field): number[] => {
  const value = row[name] ?? null
  if (value === null) return []
  const parsed: unknown = JSON.parse(String(value))
  return isMultiple && Array.isArray(parsed) ? parsed.map(Number) : [Number(parsed)]
}

/** Known from practice, and not from the documents. */
function classicFiles(portal: Portal, row: Row, field: Field): unknown {
  const files = fileIds(row, field).map((id) => ({
    id,
    showUrl: `${portal.address}/bitrix/components/bitrix/crm.deal.show/show_file.php?ownerId=${row.ID}&fieldName=${field.name}&fileId=${id}`,
    downloadUrl: `${portal.address}/bitrix/components/bitrix/crm.deal.show/show_file.php?auth=&ownerId=${row.ID}&fieldName=${field.name}&dynamic=Y&fileId=${id}`,
  }))
  return field.isMultiple ? (files.length > 0 ? files : false) : (files[0] ?? null)
}

function itemFiles(portal: Portal, typeId: number, row: Row, field: Field): unknown {
  const files = fileIds(row, field).map((id) => ({
    id,
    url: `${portal.address}/bitrix/services/main/ajax.php?action=crm.controller.item.getFile&entityTypeId=${typeId}&id=${row.ID}&fieldName=${field.name}&fileId=${id}`,
    urlMachine: `${portal.address}/rest/crm.controller.item.getFile.json?auth=sandbox&token=${encodeURIComponent(`crm|${id}`)}`,
  }))
  return field.isMultiple ? files : (files[0] ?? null)
}
