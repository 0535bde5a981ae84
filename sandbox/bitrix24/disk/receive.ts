import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import * as path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { timeBlock } from '#sandbox/bitrix24/rest/envelope.ts'
import { readForm } from '#sandbox/s3/wire/form.ts'
import { addDiskFile } from './objects.ts'
import { requireObject, showObject } from './show-object.ts'
import { useTicket } from './upload.ts'

/** The second step of an upload: a form with the file in it, to the address that the first step gave. */
export async function serveUpload(
  portal: Portal,
  request: IncomingMessage,
  response: ServerResponse,
  token: string | null,
): Promise<void> {
  const start = portal.now()
  const temporary = path.join(portal.folder, 'files', `upload-${randomBytes(8).toString('hex')}`)
  try {
    const ticket = useTicket(portal, token)
    // The form ends before the request does, and ending the request there would end the connection.
    const body = request.iterator({ destroyOnReturn: false })
    const { fileName, file } = await readForm(body, request.headers['content-type'] ?? '')
    await pipeline(file, fs.createWriteStream(temporary))
    request.resume()
    const name = ticket.name ?? (fileName || 'file')
    const id = portal.write(ticket.caller, () =>
      addDiskFile(portal, ticket.caller, ticket.folderId, { name, temporary }, ticket.naming),
    )
    const result = showObject(portal, requireObject(portal, id), 'write')
    answer(response, 200, { result, time: timeBlock(portal, start, 0, { seconds: 0, resetAt: start + 600 }) })
  } catch (error) {
    if (response.headersSent || response.destroyed) return
    const { status, code } =
      error instanceof PortalFailure ? error : { status: 400, code: 'ERROR_COULD_NOT_SAVE_FILE' }
    answer(response, status, { error: code, error_description: (error as Error).message })
  } finally {
    fs.rmSync(temporary, { force: true })
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
