import * as path from 'node:path'
import * as z from 'zod'
import type { CrmFileId } from '#src/ids.ts'
import { type Calling, CrmError, type CrmProvider, type OutgoingFile } from '#src/providers/crm-provider.ts'
import type { Session } from './session.ts'
import { understood } from './wire.ts'
import { writeOnce } from './write-once.ts'

/** In the storage that all employees share. */
const FOLDER = 'Ponte'
const LONGEST_STEM = 150
const LONGEST_ENDING = 20

const Id = z.coerce.number().int().positive()
const Storages = z.array(z.looseObject({ ROOT_OBJECT_ID: Id }))
const Children = z.array(
  z.looseObject({
    ID: Id,
    NAME: z.string(),
    TYPE: z.string(),
    SIZE: z.coerce.number().optional(),
    DELETED_TYPE: z.coerce.number().optional(),
  }),
)
const NewFolder = z.looseObject({ ID: Id })
const Ticket = z.looseObject({ field: z.string(), uploadUrl: z.string() })
const Stored = z.looseObject({ ID: Id, SIZE: z.coerce.number() })

/** Files on the portal's Disk. */
export function diskVerbs({ read, write, place, upload, clock }: Session): Pick<CrmProvider, 'uploadFile'> {
  /** No promise, as in session.ts. */
  let knownRoot: number | undefined

  async function root(calling: Calling): Promise<number> {
    if (knownRoot !== undefined) return knownRoot
    const params = { filter: { ENTITY_TYPE: 'common' } }
    const [common] = understood(Storages, await read('disk.storage.getlist', params, calling))
    if (!common)
      throw new CrmError('rejected', 'no-storage', 'The CRM shows us no storage that all employees share')
    knownRoot = common.ROOT_OBJECT_ID
    return knownRoot
  }

  async function find(parentId: number, name: string, type: 'file' | 'folder', calling: Calling) {
    const params = { id: parentId, filter: { NAME: name } }
    const rows = understood(Children, await read('disk.folder.getchildren', params, calling))
    return rows.find((row) => row.NAME === name && row.TYPE === type && (row.DELETED_TYPE ?? 0) === 0)
  }

  /** Looked for each time: somebody may have deleted it, and what lies in the trash still takes files. */
  const findFolder = async (calling: Calling) =>
    (await find(await root(calling), FOLDER, 'folder', calling))?.ID ?? null

  const openFolder = (calling: Calling) =>
    writeOnce({ ...calling, mayExist: true }, clock, {
      look: () => findFolder(calling),
      write: () =>
        unlessTaken(
          async () => {
            const params = { id: await root(calling), data: { NAME: FOLDER } }
            return understood(NewFolder, await write('disk.folder.addsubfolder', params, calling)).ID
          },
          () => findFolder(calling),
        ),
    })

  const remove = (id: number, calling: Calling) => write('disk.file.delete', { id }, calling)

  async function findFile(name: string, sizeBytes: number, calling: Calling): Promise<CrmFileId | null> {
    const folderId = await findFolder(calling)
    const there = folderId === null ? undefined : await find(folderId, name, 'file', calling)
    if (!there) return null
    if (there.SIZE === sizeBytes) return there.ID as CrmFileId
    await remove(there.ID, calling)
    return null
  }

  async function send(file: OutgoingFile, name: string, calling: Calling): Promise<CrmFileId> {
    const folderId = await openFolder(calling)
    const params = { id: folderId }
    const ticket = await write('disk.folder.uploadfile', params, calling, { isAlone: true })
    const { field, uploadUrl } = understood(Ticket, ticket)
    // It goes to another address than the calls, and is a request of ours like them.
    await place(calling)
    const { ID, SIZE } = understood(Stored, await upload(uploadUrl, { ...file, field, name }))
    if (SIZE === file.sizeBytes) return ID as CrmFileId
    await remove(ID, calling)
    throw new CrmError('unknown', 'wrong-size', 'The CRM kept another number of bytes than it was sent')
  }

  return {
    async uploadFile(file, calling) {
      const name = diskName(file)
      const look = () => findFile(name, file.sizeBytes, calling)
      try {
        const write = () => unlessTaken(() => send(file, name, calling), look)
        return await writeOnce(calling, clock, { look, write })
      } finally {
        // Whoever waits at its other end learns that nobody reads it.
        if (!file.stream.locked) void file.stream.cancel().catch(() => undefined)
      }
    },
  }
}

/** Two of us, or one of us twice: whoever comes second takes what the first one made. */
async function unlessTaken<T>(write: () => Promise<T>, look: () => Promise<T | null>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof CrmError) || error.code !== 'name-taken') throw error
    const found = await look()
    if (found !== null) return found
    throw new CrmError('unknown', error.code, error.message)
  }
}

/** Its own for each file of ours, so that one whose answer got lost is found by it, and cannot be there twice. */
export function diskName({ name, originKey }: Pick<OutgoingFile, 'name' | 'originKey'>): string {
  // Not taken in names of files, there or on the computers that the Disk is copied to.
  const plain = name.normalize('NFC').replace(/[\p{C}\\/:*?"<>|]/gu, '_')
  const ending = path.extname(plain)
  const isEnding = ending.length <= LONGEST_ENDING
  const stem = isEnding ? plain.slice(0, plain.length - ending.length) : plain
  const short = [...stem].slice(0, LONGEST_STEM).join('').trim()
  return `${short} (${originKey})${isEnding ? ending.trimEnd() : ''}`.trim()
}
