import type { Row } from '#sandbox/bitrix24/database.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { printMoment } from '#sandbox/bitrix24/moments.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { mapOf } from '#sandbox/bitrix24/rest/call.ts'
import type { Params } from '#sandbox/bitrix24/rest/php.ts'
import { commentFiles, findComment, type NewFile } from './comments.ts'
import { readFilePair } from './files.ts'

const IMAGE = /\.(png|jpe?g|gif|webp)$/i

/** As get and list answer it: ids are strings, numbers inside of files are numbers. */
export function showComment(portal: Portal, row: Row) {
  const files = commentFiles(portal, Number(row.ID)).map((file) => showFile(portal, file))
  return {
    ID: String(row.ID),
    ENTITY_ID: String(row.ENTITY_ID),
    ENTITY_TYPE: row.ENTITY_TYPE,
    CREATED: printMoment(Number(row.CREATED)),
    COMMENT: row.COMMENT,
    AUTHOR_ID: String(row.AUTHOR_ID),
    ...(files.length > 0 && { FILES: Object.fromEntries(files.map((file) => [file.id, file])) }),
  }
}

function showFile(portal: Portal, file: Row) {
  const id = Number(file.ID)
  const name = String(file.NAME)
  const author = portal.db.get('SELECT NAME, LAST_NAME FROM users WHERE ID = ?', file.CREATED_BY ?? null)
  const encoded = encodeURIComponent(name)
  return {
    id,
    date: printMoment(Number(file.CREATE_TIME)),
    type: IMAGE.test(name) ? 'image' : 'file',
    name,
    size: Number(file.SIZE),
    ...(IMAGE.test(name) && { image: { width: 1, height: 1 } }),
    authorId: Number(file.CREATED_BY),
    authorName: author ? `${author.NAME} ${author.LAST_NAME}` : '',
    urlPreview: `${portal.address}/disk/showFile/${id}/?&ncc=1&filename=${encoded}`,
    urlShow: `${portal.address}/disk/showFile/${id}/?&ncc=1&filename=${encoded}`,
    urlDownload: `${portal.address}/disk/downloadFile/${id}/?&ncc=1&filename=${encoded}`,
  }
}

export function requireComment(portal: Portal, id: number): Row {
  const row = findComment(portal, id)
  if (!row) throw new PortalFailure(400, 'NOT_FOUND', 'Not found.')
  return row
}

/** `[[name, base64], ...]`; undefined when the caller did not speak of files. */
export function readNewFiles(fields: Params): NewFile[] | undefined {
  const list = mapOf(fields.FILES)
  if (fields.FILES === undefined) return undefined
  return Object.values(list ?? {}).flatMap((one) => readFilePair(mapOf(one)?.fileData ?? one) ?? [])
}
