import * as fs from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { filePath } from '#sandbox/bitrix24/crm/files.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import type { Host } from '#sandbox/bitrix24/rest/dispatch.ts'
import type { RequestLog } from '#sandbox/bitrix24/rest/request-log.ts'
import { answer } from '#sandbox/bitrix24/rest/server.ts'
import { findObject, LIVE } from './objects.ts'

/** The credential inside of links to files. */
export const DISK_TOKEN = 'sandbox-disk-link'

/**
 * `/rest/download.json?token=disk|5`: for programs. What a browser session opens is refused elsewhere. It takes a place in
 * the caller's bucket as every request does.
 */
export async function serveDownload(
  host: Host,
  log: RequestLog,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  const { portal, limiter } = host
  const address = request.socket.remoteAddress ?? ''
  const entry = { at: portal.now(), address, user: '', method: 'download', batch: 0 }
  try {
    limiter.enter(address)
  } catch (error) {
    return answer(host, log, response, entry, Promise.reject(error))
  }
  const [, id = ''] = /^disk\|(\d+)$/.exec(query.get('token') ?? '') ?? []
  const row = query.get('auth') === DISK_TOKEN && id ? findObject(portal, Number(id)) : undefined
  const isThere = row?.TYPE === 'file' && row.DELETED_TYPE === LIVE
  log.add({ ...entry, status: isThere ? 200 : 403, outcome: isThere ? 'served' : 'failed' })
  if (!isThere) return refuse(response)
  const isCut = host.faults.forCall({ method: 'download' }).some(({ effect }) => effect === 'truncate')
  await sendFile(portal, Number(row.FILE_ID), String(row.NAME), response, isCut)
}

/** `/rest/crm.controller.item.getFile.json?token=crm|5`: what a file field of a deal points at. */
export async function serveFieldFile(
  portal: Portal,
  query: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const [, id = ''] = /^crm\|(\d+)$/.exec(query.get('token') ?? '') ?? []
  const row = portal.db.get('SELECT * FROM stored_files WHERE ID = ?', Number(id || 0))
  if (!row) return refuse(response)
  await sendFile(portal, Number(row.ID), String(row.NAME), response)
}

async function sendFile(
  portal: Portal,
  fileId: number,
  name: string,
  response: ServerResponse,
  isCut = false,
): Promise<void> {
  const file = filePath(portal, fileId)
  const { size } = fs.statSync(file)
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': size,
    'Content-Disposition': `attachment; filename="${encodeURIComponent(name)}"; filename*=utf-8''${encodeURIComponent(name)}`,
  })
  if (!isCut) return pipeline(fs.createReadStream(file), response)
  const half = fs.readFileSync(file).subarray(0, Math.floor(size / 2))
  response.write(half, () => response.socket?.destroy())
}

function refuse(response: ServerResponse): void {
  response
    .writeHead(403, { 'Content-Type': 'application/json; charset=utf-8' })
    .end(JSON.stringify({ error: 'ACCESS_DENIED', error_description: 'Access denied!' }))
}
