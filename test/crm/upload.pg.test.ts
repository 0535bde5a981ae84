import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { webhookAccess } from '#src/providers/bitrix24/access.ts'
import { diskName } from '#src/providers/bitrix24/disk.ts'
import { createUpload } from '#src/providers/bitrix24/upload.ts'
import type { CrmError, OutgoingFile } from '#src/providers/crm-provider.ts'
import { openCrm } from './crm.ts'
import { openProvider } from './provider.ts'

const PEOPLE = { priority: 'people' } as const
const TEXT = 'conteúdo'
const sizeBytes = Buffer.byteLength(TEXT)

const file = (originKey = 'chave'): OutgoingFile => ({
  originKey,
  name: 'nota.txt',
  sizeBytes,
  stream: new Blob([TEXT]).stream(),
})

type DiskObject = { ID: string; NAME: string; SIZE: string; TYPE: string }

async function openDisk(crm: Awaited<ReturnType<typeof openCrm>>) {
  const { portal } = crm
  const [common] = await portal.result<{ ROOT_OBJECT_ID: string }[]>('disk.storage.getlist', {
    filter: { ENTITY_TYPE: 'common' },
  })
  const childrenOf = (id: unknown) => portal.result<DiskObject[]>('disk.folder.getchildren', { id })
  const folder = async () =>
    (await childrenOf(common?.ROOT_OBJECT_ID)).find(({ NAME }) => NAME === 'Ponte')?.ID
  return { root: common?.ROOT_OBJECT_ID, folder, files: async () => childrenOf(await folder()) }
}

/** A server at the portal's own address that answers the second step as it likes. */
async function openServer(answer: http.RequestListener) {
  const server = http.createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('a folder that somebody deleted is made anew, and one that somebody made is used', async () => {
  await using crm = await openCrm({ rate: 1_000, burst: 1_000 })
  const disk = await openDisk(crm)
  const provider = openProvider(crm)
  await crm.portal.result('disk.folder.addsubfolder', { id: disk.root, data: { NAME: 'Ponte' } })
  const made = await disk.folder()
  await provider.uploadFile(file('um'), PEOPLE)
  expect(await disk.folder()).toBe(made)
  await crm.portal.result('disk.folder.markdeleted', { id: made })
  await provider.uploadFile(file('dois'), PEOPLE)
  expect(await disk.folder()).not.toBe(made)
  expect(await disk.files()).toMatchObject([{ NAME: 'nota (dois).txt', SIZE: String(sizeBytes) }])
})

test('half a file under the right name is not taken for the file, and is gone afterwards', async () => {
  await using crm = await openCrm({ rate: 1_000, burst: 1_000 })
  const disk = await openDisk(crm)
  const provider = openProvider(crm)
  await provider.uploadFile(file('outro'), PEOPLE)
  const id = await disk.folder()
  const half = { id, data: { NAME: 'nota (chave).txt' }, fileContent: ['x', btoa('cont')] }
  await crm.portal.result('disk.folder.uploadfile', half)
  await provider.uploadFile(file(), { ...PEOPLE, mayExist: true })
  expect(await disk.files()).toMatchObject([
    { NAME: 'nota (outro).txt' },
    { NAME: 'nota (chave).txt', SIZE: String(sizeBytes) },
  ])
})

test('I5: both steps of an upload take a place in the bucket', async () => {
  const limits = { rate: 20, burst: 6 }
  await using crm = await openCrm(limits)
  await crm.portal.control('PUT', 'limits', { enabled: true, ...limits })
  const provider = openProvider(crm)
  await Promise.all(['1', '2', '3', '4', '5', '6'].map((key) => provider.uploadFile(file(key), PEOPLE)))
  const requests = await crm.requests()
  expect(requests.filter(({ method }) => method === 'upload')).toHaveLength(6)
  expect(requests.filter(({ status }) => status !== 200)).toEqual([])
})

test('bytes go to the portal itself and nowhere else, whatever address it names or redirects to', async () => {
  let received = 0
  await using elsewhere = await openServer((_request, response) => {
    received += 1
    response.end('{"result":{"ID":1,"SIZE":"1"}}')
  })
  await using portal = await openServer((request, response) => {
    request.resume()
    response.writeHead(307, { Location: elsewhere.url }).end()
  })
  const upload = createUpload(webhookAccess(`${portal.url}/rest/1/secret/`))
  const form = () => ({ ...file(), field: 'file' })
  for (const url of [`${elsewhere.url}/rest/upload.json`, 'file:///etc/passwd', ''])
    await expect(upload(url, form())).rejects.toMatchObject({ outcome: 'rejected', code: 'foreign-file' })
  await expect(upload(`${portal.url}/rest/upload.json`, form())).rejects.toMatchObject({
    name: 'CrmError',
  })
  expect(received).toBe(0)
})

test('an upload that stands still is given up, and neither that nor any other failure tells the address', async () => {
  await using portal = await openServer((request, response) => {
    if (request.url?.includes('reset')) request.socket.resetAndDestroy()
    else if (request.url?.includes('garbage')) request.resume().once('end', () => response.end('<html>'))
  })
  const upload = createUpload(webhookAccess(`${portal.url}/rest/1/secret/`), { longestPauseMs: 200 })
  const letGo: string[] = []
  /** Gives its bytes and no end, or nothing at all. */
  const endless = (what: string, bytes?: Uint8Array) =>
    new ReadableStream<Uint8Array>({
      start: (controller) => bytes && controller.enqueue(bytes),
      cancel: () => void letGo.push(what),
    })
  const tries = ['a-source-that-hangs', 'a-portal-that-hangs', 'reset', 'garbage']
  for (const what of tries) {
    const bytes = what === 'a-source-that-hangs' ? undefined : Buffer.from(TEXT)
    const endsWell = what === 'garbage' || what === 'a-portal-that-hangs'
    const stream = endsWell ? file().stream : endless(what, bytes)
    const form = { ...file(), field: 'file', stream }
    const error = await upload(`${portal.url}/rest/upload.json?auth=token&${what}`, form).catch(
      (failure: CrmError) => failure,
    )
    expect(error, what).toMatchObject({ outcome: 'unknown' })
    const told = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).cause)
    expect(told, what).not.toMatch(/token|upload\.json/)
  }
  expect(letGo).toEqual(['a-source-that-hangs', 'reset'])
})

test('a file is read no faster than the portal takes it', async () => {
  const PIECE = new Uint8Array(64 * 1024)
  const pieces = 1_024
  let given = 0
  let received = 0
  let furthestAhead = 0
  await using portal = await openServer(async (request, response) => {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      received += chunk.length
      furthestAhead = Math.max(furthestAhead, given - received)
      await new Promise(setImmediate)
    }
    response.end('{"result":{"ID":7}}')
  })
  const stream = ReadableStream.from(
    (async function* () {
      for (let index = 0; index < pieces; index++) {
        given += PIECE.length
        yield PIECE
      }
    })(),
  ) as ReadableStream<Uint8Array>
  const upload = createUpload(webhookAccess(portal.url))
  await upload(`${portal.url}/`, { field: 'file', name: 'x', stream, sizeBytes: pieces * PIECE.length })
  expect(given).toBe(pieces * PIECE.length)
  // What the kernel holds between the two, and not the 64 MiB of the file.
  expect(furthestAhead).toBeLessThan(16 * 1024 * 1024)
})

test('the name on the Disk bears the key, and nothing that a Disk does not take', () => {
  const name = (text: string) => diskName({ originKey: 'k', name: text })
  expect(name('Relatório 2026.pdf')).toBe('Relatório 2026 (k).pdf')
  expect(name('sem ponto')).toBe('sem ponto (k)')
  expect(name('.env')).toBe('.env (k)')
  expect(name('a/b\\c:*?"<>|\r\n.txt')).toBe('a_b_c_________ (k).txt')
  expect(name(`Não.${'x'.repeat(300)}`).length).toBeLessThanOrEqual(160)
})
