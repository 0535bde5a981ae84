import type { Row } from '#sandbox/bitrix24/database.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Actor, Portal } from '#sandbox/bitrix24/portal.ts'
import { type Call, isYes, mapOf, required, requiredId } from '#sandbox/bitrix24/rest/call.ts'
import type { Params } from '#sandbox/bitrix24/rest/php.ts'
import { CONTACT_TYPE } from './contact-fields.ts'
import { addContact, deleteContact, findContact, readItemMultifields, updateContact } from './contacts.ts'
import { DEAL_TYPE } from './deal-fields.ts'
import { addDeal, deleteDeal, findDeal, updateDeal } from './deals.ts'
import { readInput } from './read-input.ts'
import { itemFields, itemRow } from './render.ts'
import { hasCategory, stageIn } from './stages.ts'

/** crm.item.* serves every kind of thing by its number; deals and contacts are there. */
export function itemType(params: Params): number {
  const typeId = requiredId(params, 'entityTypeId')
  if (typeId !== DEAL_TYPE && typeId !== CONTACT_TYPE)
    throw new PortalFailure(400, 'NOT_FOUND', 'Smart process not found')
  return typeId
}

export function findItem(portal: Portal, typeId: number, id: number): Row {
  const row = typeId === DEAL_TYPE ? findDeal(portal, id) : findContact(portal, id)
  if (!row) throw new PortalFailure(400, 'NOT_FOUND', 'Element not found')
  return row
}

/** The whole item, as add, get and update answer it. */
export function wholeItem({ portal, params }: Call, typeId: number, id: number) {
  const options = { hasOriginalNames: isYes(params.useOriginalUfNames), isWhole: true }
  return itemRow(portal, typeId, findItem(portal, typeId, id), itemFields(portal, typeId), options)
}

export function itemInput(params: Params): Params {
  const fields = mapOf(required(params, 'fields'))
  if (!fields)
    throw new PortalFailure(
      400,
      100,
      'Invalid value {string} to match with parameter {fields}. Should be value of type array.',
    )
  return fields
}

export function addItem(portal: Portal, actor: Actor, typeId: number, fields: Params): number {
  const { values, contactIds } = readInput(portal, itemFields(portal, typeId), fields, CREATE)
  if (typeId === CONTACT_TYPE) return addContact(portal, actor, values, readItemMultifields(fields.fm))
  refuseForeignStage(portal, Number(values.CATEGORY_ID ?? 0), values.STAGE_ID)
  refuseMissing(portal, typeId, values)
  return addDeal(portal, actor, values, contactIds ? { contactIds } : {})
}

export function updateItem(portal: Portal, actor: Actor, typeId: number, id: number, fields: Params): void {
  const item = findItem(portal, typeId, id)
  const { values, contactIds } = readInput(portal, itemFields(portal, typeId), fields, UPDATE)
  if (typeId === CONTACT_TYPE) {
    updateContact(portal, actor, id, values, readItemMultifields(fields.fm))
    return
  }
  refuseForeignStage(portal, Number(values.CATEGORY_ID ?? item.CATEGORY_ID), values.STAGE_ID)
  const changed = Object.entries(values).some(([name, value]) => item[name] !== value)
  // What is as it was is not saved, so nothing is told of it.
  if (changed || contactIds) updateDeal(portal, actor, item, values, contactIds ? { contactIds } : {})
}

const CREATE = { names: 'item', purpose: 'create' } as const
const UPDATE = { names: 'item', purpose: 'update' } as const

export const deleteItem = (portal: Portal, actor: Actor, typeId: number, id: number) =>
  typeId === DEAL_TYPE ? deleteDeal(portal, actor, id) : deleteContact(portal, actor, id)

function refuseForeignStage(portal: Portal, categoryId: number, stageId: unknown): void {
  if (!hasCategory(portal, categoryId))
    throw new PortalFailure(400, 'CRM_FIELD_ERROR_VALUE_NOT_VALID', 'O valor do campo "Funil" não é válido.')
  if (stageId !== undefined && !stageIn(portal, categoryId, String(stageId)))
    throw new PortalFailure(400, 'CRM_FIELD_ERROR_VALUE_NOT_VALID', 'O valor do campo "Etapa" não é válido.')
}

function refuseMissing(portal: Portal, typeId: number, values: Row): void {
  const missing = itemFields(portal, typeId).find(
    (field) => field.custom && field.isRequired && (values[field.name] ?? null) === null,
  )
  if (missing)
    throw new PortalFailure(400, 'CRM_FIELD_ERROR_REQUIRED', `O campo "${missing.title}" é obrigatório.`)
}
