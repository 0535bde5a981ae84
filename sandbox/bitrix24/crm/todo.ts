import type { Row } from '#sandbox/bitrix24/database.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { readMoment } from '#sandbox/bitrix24/moments.ts'
import type { Actor, Portal } from '#sandbox/bitrix24/portal.ts'
import { requiredId } from '#sandbox/bitrix24/rest/call.ts'
import type { Params } from '#sandbox/bitrix24/rest/php.ts'
import { ACTIVITY, findActivity, isBound, updateActivity } from './activities.ts'
import { ownerExists } from './timeline.ts'

export function requireOwner(portal: Portal, typeId: number, id: number): void {
  if (!ownerExists(portal, typeId, id)) throw new PortalFailure(400, 'OWNER_NOT_FOUND', 'Owner was not found')
}

export function readDeadline(value: unknown): number {
  const moment = readMoment(String(value))
  if (moment === null) throw new PortalFailure(400, 'WRONG_DATETIME_FORMAT', 'Wrong datetime format')
  return moment
}

export function changeTodo(
  portal: Portal,
  actor: Actor,
  params: Params,
  values: Row,
): { result: { id: number } } {
  const id = requiredId(params, 'id')
  const owner = { ownerTypeId: requiredId(params, 'ownerTypeId'), ownerId: requiredId(params, 'ownerId') }
  const row = findActivity(portal, id)
  if (row?.TYPE_ID !== ACTIVITY.provider || !isBound(portal, id, owner))
    throw new PortalFailure(400, 'NOT_FOUND', 'Element not found')
  if (row.COMPLETED === 'Y')
    throw new PortalFailure(400, 'CAN_NOT_UPDATE_COMPLETED_TODO', 'Can not update completed todo')
  updateActivity(portal, actor, id, values)
  return { result: { id } }
}
