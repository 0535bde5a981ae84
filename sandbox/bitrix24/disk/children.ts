import { PAGE_ROWS } from '#sandbox/bitrix24/crm/list.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Actor, type Portal, secondOf } from '#sandbox/bitrix24/portal.ts'
import { type Answer, isYes, mapOf, required } from '#sandbox/bitrix24/rest/call.ts'
import type { Params } from '#sandbox/bitrix24/rest/php.ts'
import { addFolder, childrenOf, IN_TRASH } from './objects.ts'
import { requireObject, showObject } from './show-object.ts'

export function listChildren(portal: Portal, folderId: number, params: Params): Answer {
  const filter = Object.entries(mapOf(params.filter) ?? {})
  const rows = childrenOf(portal, folderId)
    .map((row) => showObject(portal, row))
    .filter((row) =>
      filter.every(
        ([name, value]) => String((row as Record<string, unknown>)[name] ?? value) === String(value),
      ),
    )
  const start = Math.max(0, Number(params.start ?? 0))
  const page = rows.slice(start, start + PAGE_ROWS)
  const next = start + page.length < rows.length ? start + PAGE_ROWS : undefined
  return { result: page, total: rows.length, next }
}

export function createFolder(portal: Portal, actor: Actor, parentId: number, params: Params) {
  const name = mapOf(required(params, 'data'))?.NAME
  if (!name) throw new PortalFailure(400, 'DISK_BASE_SERVICE_22001', 'Required field NAME')
  const naming = isYes(params.generateUniqueName) ? 'unique' : 'fresh'
  const id = portal.write(actor, () => addFolder(portal, actor, parentId, String(name), naming))
  return showObject(portal, requireObject(portal, id), 'write')
}

export const moveToTrash = (portal: Portal, { userId }: Actor, id: number) =>
  portal.db.update('disk_objects', id, {
    DELETED_TYPE: IN_TRASH,
    DELETE_TIME: secondOf(portal),
    DELETED_BY: userId,
  })
