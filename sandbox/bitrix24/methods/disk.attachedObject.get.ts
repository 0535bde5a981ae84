import { requireObject, showObject } from '#sandbox/bitrix24/disk/show-object.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

const ENTITIES = {
  comment: 'crm_timeline',
  activity: 'crm_activity',
} as const

/** An attachment has no number of its own here: it goes by the number of its file. */
export const method: Method = {
  scope: 'disk',
  run({ portal, params }) {
    const id = requiredId(params, 'id')
    const attachment = portal.db.get('SELECT * FROM attachments WHERE FILE_ID = ?', id)
    if (!attachment)
      throw new PortalFailure(400, 'ERROR_NOT_FOUND', `Could not find entity with id \`${id}\``)
    const file = showObject(portal, requireObject(portal, id, 'file'))
    return {
      result: {
        ID: String(id),
        OBJECT_ID: file.ID,
        MODULE_ID: 'crm',
        ENTITY_TYPE: ENTITIES[attachment.KIND === 'comment' ? 'comment' : 'activity'],
        ENTITY_ID: String(attachment.OWNER_ID),
        CREATE_TIME: file.CREATE_TIME,
        CREATED_BY: file.CREATED_BY,
        DOWNLOAD_URL: file.DOWNLOAD_URL,
        NAME: file.NAME,
        SIZE: file.SIZE,
      },
    }
  },
}
