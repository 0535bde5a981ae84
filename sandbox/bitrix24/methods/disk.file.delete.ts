import * as fs from 'node:fs'
import { filePath } from '#sandbox/bitrix24/crm/files.ts'
import { requireObject } from '#sandbox/bitrix24/disk/show-object.ts'
import { type Method, requiredId } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'disk',
  run({ portal, caller, params }) {
    const id = requiredId(params, 'id')
    const { FILE_ID: fileId = null } = requireObject(portal, id, 'file')
    portal.write(caller, () => {
      portal.db.run('DELETE FROM attachments WHERE FILE_ID = ?', id)
      portal.db.run('DELETE FROM stored_files WHERE ID = ?', fileId)
      portal.db.run('DELETE FROM disk_objects WHERE ID = ?', id)
    })
    fs.rmSync(filePath(portal, Number(fileId)), { force: true })
    return { result: true }
  },
}
