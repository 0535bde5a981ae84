import { freshName } from '#sandbox/bitrix24/disk/objects.ts'
import { requireObject, showObject } from '#sandbox/bitrix24/disk/show-object.ts'
import { secondOf } from '#sandbox/bitrix24/portal.ts'
import { type Method, required, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'disk',
  run({ portal, caller, params }) {
    const id = requiredId(params, 'id')
    const name = String(required(params, 'newName'))
    const row = requireObject(portal, id, 'file')
    if (row.NAME !== name) freshName(portal, Number(row.PARENT_ID), name)
    portal.db.update('disk_objects', id, {
      NAME: name,
      UPDATE_TIME: secondOf(portal),
      UPDATED_BY: caller.userId,
    })
    return { result: showObject(portal, requireObject(portal, id)) }
  },
}
