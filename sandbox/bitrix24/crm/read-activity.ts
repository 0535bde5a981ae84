import { classicFailure } from '#sandbox/bitrix24/failure.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { mapOf } from '#sandbox/bitrix24/rest/call.ts'
import type { Params } from '#sandbox/bitrix24/rest/php.ts'
import { ACTIVITY, type Binding, type Communication } from './activities.ts'
import { ACTIVITY_FIELDS } from './activity-fields.ts'
import { DEAL_TYPE } from './deal-fields.ts'
import type { Condition } from './list.ts'
import { readInput } from './read-input.ts'
import { readNewFiles } from './show-comment.ts'
import { ownerExists, ownerTypeName } from './timeline.ts'

/** The kinds that crm.activity.add makes; tasks have methods of their own. */
const MAKEABLE: readonly number[] = [ACTIVITY.meeting, ACTIVITY.call, ACTIVITY.email, ACTIVITY.provider]

/** Checked in the portal's order, with the portal's words. */
export function readActivity(portal: Portal, fields: Params) {
  const { values } = readInput(portal, ACTIVITY_FIELDS, fields, { names: 'classic', purpose: 'create' })
  const typeId = Number(values.TYPE_ID ?? 0)
  if (!MAKEABLE.includes(typeId)) throw classicFailure('The field TYPE_ID is not defined or invalid')
  if (typeId === ACTIVITY.provider && !values.PROVIDER_ID)
    throw classicFailure('The custom activity without provider is not supported in current context')
  if (!values.SUBJECT) throw classicFailure('The field SUBJECT is not defined or empty')
  if (!values.RESPONSIBLE_ID) throw classicFailure('The field RESPONSIBLE_ID is not defined or invalid')
  const owner = { ownerTypeId: Number(values.OWNER_TYPE_ID), ownerId: Number(values.OWNER_ID) }
  if (!values.OWNER_ID || !values.OWNER_TYPE_ID)
    throw classicFailure(
      'Could not build binding. Please ensure that owner info and communications are defined correctly',
    )
  if (!ownerExists(portal, owner.ownerTypeId, owner.ownerId))
    throw classicFailure(
      `Could not find '${(ownerTypeName(owner.ownerTypeId) ?? 'ENTITY').toUpperCase()}' with ID: ${owner.ownerId}`,
    )
  const communications = readCommunications(portal, fields.COMMUNICATIONS, typeId)
  return {
    values,
    communications,
    bindings: bindingsFor(owner, communications),
    files: readNewFiles(fields) ?? [],
  }
}

function readCommunications(portal: Portal, input: unknown, typeId: number): Communication[] {
  const isMail = typeId === ACTIVITY.email
  const list = Object.values(mapOf(input) ?? {}).flatMap((one) => {
    const row = mapOf(one) ?? {}
    // A row of a mail with another type than EMAIL is thrown away.
    if (isMail && row.TYPE !== undefined && row.TYPE !== 'EMAIL') return []
    return [
      {
        type: isMail ? 'EMAIL' : String(row.TYPE ?? ''),
        value: String(row.VALUE ?? ''),
        entityId: Number(row.ENTITY_ID ?? 0),
        entityTypeId: Number(row.ENTITY_TYPE_ID ?? 0),
      },
    ]
  })
  if (list.length === 0) throw classicFailure('The field COMMUNICATIONS is not defined or invalid')
  if (typeId === ACTIVITY.call && list.length > 1)
    throw classicFailure('The only one communication is allowed for activity of specified type')
  for (const { entityId, entityTypeId } of list)
    if (
      entityId > 0 &&
      (entityTypeId === 2 || entityTypeId === 3) &&
      !ownerExists(portal, entityTypeId, entityId)
    )
      throw classicFailure(
        `Could not find '${(ownerTypeName(entityTypeId) ?? '').toUpperCase()}' with ID: ${entityId}`,
      )
  return list
}

/** Whoever is written to is bound as well: a mail to a contact stands on the contact and on the deal. */
const bindingsFor = (owner: Binding, communications: readonly Communication[]): Binding[] => [
  owner,
  ...communications
    .filter(({ entityId, entityTypeId }) => entityId > 0 && entityTypeId > 0)
    .map(({ entityId, entityTypeId }) => ({ ownerTypeId: entityTypeId, ownerId: entityId })),
]

/** `BINDINGS: [{OWNER_TYPE_ID, OWNER_ID}]`: whatever belongs to one of them, be it as its main owner or not. */
export function bindingCondition(key: string, value: unknown): Condition | undefined {
  if (key.replace(/^[=@]/, '').toUpperCase() !== 'BINDINGS') return undefined
  const pairs = Object.values(mapOf(value) ?? {}).map((one) => mapOf(one) ?? {})
  const terms = pairs.map(() => '(OWNER_TYPE_ID = ? AND OWNER_ID = ?)')
  return {
    sql: `ID IN (SELECT ACTIVITY_ID FROM activity_bindings WHERE ${terms.join(' OR ') || 'FALSE'})`,
    values: pairs.flatMap((pair) => [Number(pair.OWNER_TYPE_ID ?? DEAL_TYPE), Number(pair.OWNER_ID ?? 0)]),
  }
}
