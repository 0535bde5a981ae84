import type { Row } from '#sandbox/bitrix24/database.ts'
import { attach, attachExisting, attachedFiles } from '#sandbox/bitrix24/disk/attachments.ts'
import { type Actor, type Portal, secondOf } from '#sandbox/bitrix24/portal.ts'
import type { NewFile } from './comments.ts'
import { DEAL_TYPE } from './deal-fields.ts'
import { touchDeal } from './deals.ts'
import { removeUnbound } from './timeline.ts'

export const ACTIVITY = { meeting: 1, call: 2, task: 3, email: 4, provider: 6 } as const
export const DIRECTION = { none: 0, incoming: 1, outgoing: 2 } as const

export type Binding = { ownerTypeId: number; ownerId: number }
export type Communication = { type: string; value: string; entityId: number; entityTypeId: number }

type NewActivity = {
  values: Row
  communications: Communication[]
  bindings: Binding[]
  files: NewFile[]
  /** Of files that lie on the Disk already. */
  fileIds?: number[]
}

export const findActivity = (portal: Portal, id: number): Row | undefined =>
  portal.db.get('SELECT * FROM activities WHERE ID = ?', id)

export const bindingsOf = (portal: Portal, activityId: number): Row[] =>
  portal.db.all(
    'SELECT * FROM activity_bindings WHERE ACTIVITY_ID = ? ORDER BY OWNER_TYPE_ID, OWNER_ID',
    activityId,
  )

export const communicationsOf = (portal: Portal, activityId: number): Row[] =>
  portal.db.all('SELECT * FROM communications WHERE ACTIVITY_ID = ? ORDER BY ID', activityId)

export const activityFiles = (portal: Portal, id: number) => attachedFiles(portal, 'activity', id)

export function addActivity(portal: Portal, actor: Actor, activity: NewActivity): number {
  return portal.write(actor, () => {
    const now = secondOf(portal)
    const { values } = activity
    const isMail = values.TYPE_ID === ACTIVITY.email
    const isCompleted = values.COMPLETED === 'Y'
    const id = portal.db.insert('activities', {
      ...DEFAULTS,
      PROVIDER_ID: isMail ? 'CRM_EMAIL' : (PROVIDERS[Number(values.TYPE_ID)]?.[0] ?? null),
      PROVIDER_TYPE_ID: isMail ? 'EMAIL' : (PROVIDERS[Number(values.TYPE_ID)]?.[1] ?? null),
      CREATED: now,
      LAST_UPDATED: now,
      START_TIME: now,
      END_TIME: now,
      DEADLINE: values.START_TIME ?? now,
      AUTHOR_ID: actor.userId,
      EDITOR_ID: actor.userId,
      ...values,
      STATUS: isCompleted ? 2 : 1,
    })
    const main = { ownerTypeId: Number(values.OWNER_TYPE_ID), ownerId: Number(values.OWNER_ID) }
    for (const binding of [main, ...activity.bindings]) bind(portal, id, binding)
    for (const { type, value, entityId, entityTypeId } of activity.communications)
      portal.db.insert('communications', {
        ACTIVITY_ID: id,
        TYPE: type,
        VALUE: value,
        ENTITY_ID: entityId,
        ENTITY_TYPE_ID: entityTypeId,
      })
    attach(portal, actor, 'activity', id, activity.files)
    for (const fileId of activity.fileIds ?? []) attachExisting(portal, 'activity', id, fileId)
    touchBound(portal, id, actor)
    announceActivity(portal, 'ADD', id)
    return id
  })
}

const DEFAULTS: Row = {
  ASSOCIATED_ENTITY_ID: 0,
  COMPLETED: 'N',
  PRIORITY: 2,
  NOTIFY_TYPE: 0,
  NOTIFY_VALUE: 0,
  DESCRIPTION: '',
  DESCRIPTION_TYPE: 1,
  DIRECTION: DIRECTION.none,
  LOCATION: '',
  RESULT_MARK: 0,
  RESULT_STATUS: 0,
  RESULT_STREAM: 0,
  AUTOCOMPLETE_RULE: 0,
}
const PROVIDERS: Record<number, [string, string]> = {
  [ACTIVITY.meeting]: ['CRM_MEETING', 'MEETING'],
  [ACTIVITY.call]: ['VOXIMPLANT_CALL', 'CALL'],
  [ACTIVITY.provider]: ['CRM_TODO', 'TODO'],
}

export function updateActivity(
  portal: Portal,
  actor: Actor,
  id: number,
  values: Row,
  files?: NewFile[],
): void {
  portal.write(actor, () => {
    portal.db.update('activities', id, {
      ...values,
      ...(values.COMPLETED !== undefined && { STATUS: values.COMPLETED === 'Y' ? 2 : 1 }),
      LAST_UPDATED: secondOf(portal),
      EDITOR_ID: actor.userId,
    })
    if (files) attach(portal, actor, 'activity', id, files)
    touchBound(portal, id, actor)
    announceActivity(portal, 'UPDATE', id)
  })
}

export function deleteActivity(portal: Portal, actor: Actor, id: number): void {
  portal.write(actor, () => {
    touchBound(portal, id, actor)
    portal.db.run('DELETE FROM activity_bindings WHERE ACTIVITY_ID = ?', id)
    removeUnbound(portal, id)
    announceActivity(portal, 'DELETE', id)
  })
}

export const bind = (portal: Portal, activityId: number, { ownerTypeId, ownerId }: Binding) =>
  portal.db.run(
    'INSERT OR IGNORE INTO activity_bindings (ACTIVITY_ID, OWNER_TYPE_ID, OWNER_ID) VALUES (?, ?, ?)',
    activityId,
    ownerTypeId,
    ownerId,
  )

export function unbind(portal: Portal, activityId: number, { ownerTypeId, ownerId }: Binding): void {
  portal.db.run(
    'DELETE FROM activity_bindings WHERE ACTIVITY_ID = ? AND OWNER_TYPE_ID = ? AND OWNER_ID = ?',
    activityId,
    ownerTypeId,
    ownerId,
  )
  removeUnbound(portal, activityId)
}

export const isBound = (portal: Portal, activityId: number, { ownerTypeId, ownerId }: Binding) =>
  bindingsOf(portal, activityId).some((one) => one.OWNER_TYPE_ID === ownerTypeId && one.OWNER_ID === ownerId)

/** Bindings change without an event of their own: LAST_UPDATED is all that tells. */
export const touchActivity = (portal: Portal, id: number) =>
  portal.db.update('activities', id, { LAST_UPDATED: secondOf(portal) })

function touchBound(portal: Portal, id: number, { userId }: Actor): void {
  for (const { OWNER_TYPE_ID, OWNER_ID } of bindingsOf(portal, id))
    if (OWNER_TYPE_ID === DEAL_TYPE) touchDeal(portal, Number(OWNER_ID), userId)
}

const announceActivity = (portal: Portal, what: 'ADD' | 'UPDATE' | 'DELETE', id: number) =>
  portal.announce(`ONCRMACTIVITY${what}`, `activity:${id}`, { FIELDS: { ID: id } })
