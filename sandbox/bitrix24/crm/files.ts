import * as fs from 'node:fs'
import * as path from 'node:path'
import { type Portal, secondOf } from '#sandbox/bitrix24/portal.ts'

/** `[name, base64]`, as every method of the portal takes a file. */
export function readFilePair(value: unknown): { name: string; bytes: Buffer } | null {
  const pair = Array.isArray(value) ? value : Object.values((value as object | null) ?? {})
  const [name, content] = pair as unknown[]
  if (typeof name !== 'string' || typeof content !== 'string') return null
  // A corrupt base64 text is stored as a corrupt file, without a word: so does the portal.
  return { name, bytes: Buffer.from(content, 'base64') }
}

export const filePath = (portal: Portal, fileId: number) => path.join(portal.folder, 'files', String(fileId))

/** Bytes first, so that a row never points at bytes that are not there. */
export function storeBytes(portal: Portal, { name, bytes }: { name: string; bytes: Buffer }): number {
  const id = addStoredFile(portal, name, bytes.length)
  fs.writeFileSync(filePath(portal, id), bytes)
  return id
}

/** For bytes that came by stream and lie in a temporary file already. */
export function adoptFile(
  portal: Portal,
  name: string,
  temporary: string,
): { id: number; sizeBytes: number } {
  const sizeBytes = fs.statSync(temporary).size
  const id = addStoredFile(portal, name, sizeBytes)
  fs.renameSync(temporary, filePath(portal, id))
  return { id, sizeBytes }
}

const addStoredFile = (portal: Portal, name: string, sizeBytes: number) =>
  portal.db.insert('stored_files', { NAME: name, SIZE: sizeBytes, CREATED: secondOf(portal) })
