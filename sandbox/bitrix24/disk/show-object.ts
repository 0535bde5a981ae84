import type { Row, Value } from '#sandbox/bitrix24/database.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { printMoment } from '#sandbox/bitrix24/moments.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { DISK_TOKEN } from './download.ts'
import { findObject, findStorage } from './objects.ts'

const moment = (value: Value | undefined) =>
  value === null || value === undefined ? null : printMoment(Number(value))

/** Answers to writes give some ids as numbers; answers to reads give all of them as strings. */
export function showObject(portal: Portal, row: Row, answering: 'read' | 'write' = 'read') {
  const number = (value: Value | undefined) => (answering === 'write' ? Number(value) : String(value ?? 0))
  const isFolder = row.TYPE === 'folder'
  return {
    ID: number(row.ID),
    NAME: row.NAME,
    CODE: null,
    STORAGE_ID: String(row.STORAGE_ID),
    TYPE: row.TYPE,
    ...(isFolder && { REAL_OBJECT_ID: number(row.ID) }),
    PARENT_ID: row.PARENT_ID === null ? null : String(row.PARENT_ID),
    DELETED_TYPE: number(row.DELETED_TYPE),
    ...(!isFolder && {
      GLOBAL_CONTENT_VERSION: number(row.VERSION),
      FILE_ID: number(row.FILE_ID),
      SIZE: String(row.SIZE),
    }),
    CREATE_TIME: moment(row.CREATE_TIME),
    UPDATE_TIME: moment(row.UPDATE_TIME),
    DELETE_TIME: moment(row.DELETE_TIME),
    CREATED_BY: String(row.CREATED_BY),
    UPDATED_BY: String(row.UPDATED_BY),
    DELETED_BY: answering === 'write' && !row.DELETED_BY ? null : String(row.DELETED_BY ?? 0),
    ...(!isFolder && { DOWNLOAD_URL: downloadUrl(portal, Number(row.ID)) }),
    DETAIL_URL: `${portal.address}/company/personal/user/${row.CREATED_BY}/disk/${isFolder ? 'path' : 'file'}/${encodeURIComponent(String(row.NAME))}`,
  }
}

/** With a credential in it, which does not expire for webhooks: never to be shown or logged. */
const downloadUrl = (portal: Portal, id: number) =>
  `${portal.address}/rest/download.json?auth=${DISK_TOKEN}&token=${encodeURIComponent(`disk|${id}`)}`

export function requireObject(portal: Portal, id: number, type?: 'file' | 'folder'): Row {
  const row = findObject(portal, id)
  if (!row || (type && row.TYPE !== type))
    throw new PortalFailure(400, 'ERROR_NOT_FOUND', `Could not find entity with id \`${id}\``)
  return row
}

export function requireStorage(portal: Portal, id: number): Row {
  const row = findStorage(portal, id)
  if (!row) throw new PortalFailure(400, 'ERROR_NOT_FOUND', `Could not find entity with id \`${id}\``)
  return row
}

export const showStorage = (row: Row) => ({
  ID: String(row.ID),
  NAME: row.NAME,
  CODE: null,
  MODULE_ID: 'disk',
  ENTITY_TYPE: row.ENTITY_TYPE,
  ENTITY_ID: row.ENTITY_ID,
  ROOT_OBJECT_ID: String(row.ROOT_OBJECT_ID),
})
