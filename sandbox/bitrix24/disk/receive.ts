import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import * as path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { type Host, suffer } from '#sandbox/bitrix24/rest/dispatch.ts'
import { timeBlock } from '#sandbox/bitrix24/rest/envelope.ts'
import type { RequestLog } from '#sandbox/bitrix24/rest/request-log.ts'
import { answer, type Entry, type Served } from '#sandbox/bitrix24/rest/server.ts'
import { readForm } from '#sandbox/s3/wire/form.ts'
import { addDiskFile } from './objects.ts'
import { requireObject, showObject } from './show-object.ts'
import { type Ticket, useTicket } from './upload.ts'

/** What faults and the log know it by; it is no method. */
const NAME = 'upload'

/**
 * The second step of an upload: a form with the file in it, to the address that the first step gave. It takes a place in
 * the caller's bucket as every request does.
 */
export async function serveUpload(
  host: Host,
  log: RequestLog,
  request: IncomingMessage,
  response: ServerResponse,
  token: string | null,
): Promise<void> {
  const address = request.socket.remoteAddress ?? ''
  const entry = { at: host.portal.now(), address, user: '', method: NAME, batch: 0 }
  await answer(host, log, response, entry, receive(host, request, token, entry))
}

async function receive(
  host: Host,
  request: IncomingMessage,
  token: string | null,
  entry: Entry,
): Promise<Served> {
  const { portal, limiter } = host
  limiter.enter(entry.address)
  const ticket = useTicket(portal, token)
  const { caller } = ticket
  entry.user = String(caller.userId)
  const spoil = await suffer(host, { method: NAME, caller, signal: new AbortController().signal })
  const id = await store(portal, request, ticket)
  const result = showObject(portal, requireObject(portal, id), 'write')
  const time = timeBlock(portal, entry.at, 0, { seconds: 0, resetAt: entry.at + 600 })
  return { status: 200, body: { result, time }, spoil }
}

async function store(portal: Portal, request: IncomingMessage, ticket: Ticket): Promise<number> {
  const { caller, folderId, naming } = ticket
  const temporary = path.join(portal.folder, 'files', `upload-${randomBytes(8).toString('hex')}`)
  try {
    // The form ends before the request does, and ending the request there would end the connection.
    const body = request.iterator({ destroyOnReturn: false })
    const { fileName, file } = await readForm(body, request.headers['content-type'] ?? '')
    await pipeline(file, fs.createWriteStream(temporary))
    request.resume()
    const name = ticket.name ?? (fileName || 'file')
    return portal.write(caller, () => addDiskFile(portal, caller, folderId, { name, temporary }, naming))
  } catch (error) {
    if (error instanceof PortalFailure) throw error
    throw new PortalFailure(400, 'ERROR_COULD_NOT_SAVE_FILE', (error as Error).message)
  } finally {
    fs.rmSync(temporary, { force: true })
  }
}
