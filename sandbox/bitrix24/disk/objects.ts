import { adoptFile, storeBytes } from '#sandbox/bitrix24/crm/files.ts'
import type { Row } from '#sandbox/bitrix24/database.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { type Actor, type Portal, secondOf } from '#sandbox/bitrix24/portal.ts'

export const LIVE = 0
export const IN_TRASH = 3

export const findObject = (portal: Portal, id: number): Row | undefined =>
  portal.db.get('SELECT * FROM disk_objects WHERE ID = ?', id)

export const findStorage = (portal: Portal, id: number): Row | undefined =>
  portal.db.get('SELECT * FROM storages WHERE ID = ?', id)

/** A storage with its root folder: one for each user, one for the company, one for an application. */
export function addStorage(portal: Portal, name: string, entityType: string, entityId: string): number {
  const now = secondOf(portal)
  const id = portal.db.insert('storages', { NAME: name, ENTITY_TYPE: entityType, ENTITY_ID: entityId })
  const root = portal.db.insert('disk_objects', {
    NAME: name,
    STORAGE_ID: id,
    TYPE: 'folder',
    CREATE_TIME: now,
    UPDATE_TIME: now,
    CREATED_BY: 1,
    UPDATED_BY: 1,
  })
  portal.db.update('storages', id, { ROOT_OBJECT_ID: root })
  return id
}

export function storageFor(portal: Portal, entityType: string, entityId: string, name: string): Row {
  const there = portal.db.get(
    'SELECT * FROM storages WHERE ENTITY_TYPE = ? AND ENTITY_ID = ?',
    entityType,
    entityId,
  )
  const row = there ?? findStorage(portal, addStorage(portal, name, entityType, entityId))
  if (!row) throw new Error(`there is no storage ${entityType} ${entityId}`)
  return row
}

/** Where the files of comments and mails go. */
export const systemFolder = (portal: Portal) =>
  Number(storageFor(portal, 'common', 'shared_files_s1', 'Drive da empresa').ROOT_OBJECT_ID)

/** What a name that is taken means: refused, made another, or nothing, in the portal's own folders. */
export type Naming = 'fresh' | 'unique' | 'any'

export function addFolder(
  portal: Portal,
  actor: Actor,
  parentId: number,
  name: string,
  naming: Naming,
): number {
  return addObject(portal, actor, parentId, 'folder', name, naming)
}

export function addDiskFile(
  portal: Portal,
  actor: Actor,
  parentId: number,
  content: { name: string; bytes: Buffer } | { name: string; temporary: string },
  naming: Naming,
): number {
  const id = addObject(portal, actor, parentId, 'file', content.name, naming)
  const stored =
    'bytes' in content
      ? { id: storeBytes(portal, content), sizeBytes: content.bytes.length }
      : adoptFile(portal, content.name, content.temporary)
  portal.db.update('disk_objects', id, { FILE_ID: stored.id, SIZE: stored.sizeBytes })
  return id
}

function addObject(
  portal: Portal,
  actor: Actor,
  parentId: number,
  type: 'file' | 'folder',
  name: string,
  naming: Naming,
): number {
  const parent = findObject(portal, parentId)
  if (parent?.TYPE !== 'folder')
    throw new PortalFailure(400, 'ERROR_NOT_FOUND', `Could not find entity with id \`${parentId}\``)
  const now = secondOf(portal)
  return portal.db.insert('disk_objects', {
    NAME: NAMES[naming](portal, parentId, name),
    STORAGE_ID: parent.STORAGE_ID ?? null,
    TYPE: type,
    PARENT_ID: parentId,
    CREATE_TIME: now,
    UPDATE_TIME: now,
    CREATED_BY: actor.userId,
    UPDATED_BY: actor.userId,
  })
}

const isTaken = (portal: Portal, parentId: number, name: string) =>
  portal.db.get(
    'SELECT ID FROM disk_objects WHERE PARENT_ID = ? AND NAME = ? AND DELETED_TYPE = 0',
    parentId,
    name,
  ) !== undefined

export function freshName(portal: Portal, parentId: number, name: string): string {
  if (isTaken(portal, parentId, name))
    throw new PortalFailure(400, 'DISK_OBJ_22000', 'Já existe um arquivo ou uma pasta com esse nome')
  return name
}

/** `nota.pdf` becomes `nota (1).pdf`, as generateUniqueName does. */
function freeName(portal: Portal, parentId: number, name: string): string {
  const [, stem = name, ending = ''] = /^(.+?)(\.[^.]*)?$/.exec(name) ?? []
  let candidate = name
  for (let number = 1; isTaken(portal, parentId, candidate); number++)
    candidate = `${stem} (${number})${ending}`
  return candidate
}

const NAMES: Record<Naming, (portal: Portal, parentId: number, name: string) => string> = {
  fresh: freshName,
  unique: freeName,
  any: (_portal, _parentId, name) => name,
}

export function childrenOf(portal: Portal, folderId: number): Row[] {
  return portal.db.all(
    'SELECT * FROM disk_objects WHERE PARENT_ID = ? AND DELETED_TYPE = 0 ORDER BY ID',
    folderId,
  )
}
