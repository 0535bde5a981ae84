import { randomBytes } from 'node:crypto'
import { readFilePair } from '#sandbox/bitrix24/crm/files.ts'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'
import { type Caller, isYes, mapOf } from '#sandbox/bitrix24/rest/call.ts'
import type { Params } from '#sandbox/bitrix24/rest/php.ts'
import { addDiskFile, type Naming } from './objects.ts'
import { requireObject, showObject } from './show-object.ts'

/** Where the second step of an upload may put its file; each link serves once. */
export type Ticket = { folderId: number; name: string | null; naming: Naming; caller: Caller }

const tickets = new WeakMap<Portal, Map<string, Ticket>>()

export function openTicket(portal: Portal, ticket: Ticket): { field: 'file'; uploadUrl: string } {
  const token = randomBytes(16).toString('hex')
  const open = tickets.get(portal) ?? new Map<string, Ticket>()
  tickets.set(portal, open.set(token, ticket))
  return {
    field: 'file',
    uploadUrl: `${portal.address}/rest/upload.json?auth=${token}&token=${encodeURIComponent(`disk|${token}`)}`,
  }
}

export function useTicket(portal: Portal, token: string | null): Ticket {
  const open = tickets.get(portal)
  const ticket = open?.get(token ?? '')
  if (!open || !ticket || !token) throw new PortalFailure(403, 'ACCESS_DENIED', 'Access denied!')
  open.delete(token)
  return ticket
}

/** The first step with the bytes in it, or a link for them. */
export function uploadInto(portal: Portal, caller: Caller, folderId: number, params: Params): unknown {
  const name = mapOf(params.data)?.NAME
  const naming = isYes(params.generateUniqueName) ? 'unique' : 'fresh'
  if (params.fileContent === undefined)
    return openTicket(portal, { folderId, name: name ? String(name) : null, naming, caller })
  if (!name) throw new PortalFailure(400, 'DISK_BASE_SERVICE_22001', 'Required field NAME')
  const pair = readFilePair(params.fileContent)
  if (!pair) throw new PortalFailure(400, 'ERROR_ARGUMENT', 'Invalid value of parameter {Parameter #0}')
  const file = { name: String(name), bytes: pair.bytes }
  const id = portal.write(caller, () => addDiskFile(portal, caller, folderId, file, naming))
  return showObject(portal, requireObject(portal, id), 'write')
}
