import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { sweepRemoved } from '#src/files/sweep-removed.ts'
import type { CrmFileId, MessageId } from '#src/ids.ts'
import { expectFiles } from '#src/sync/expect-files.ts'
import { startClamd } from '#test/files/clamd.ts'
import { EXE, PNG } from '#test/files/samples.ts'
import { createWorld, type World } from '#test/world.ts'
import { commentedWith, objectsOf, rowsOf, shownTo } from './inward.ts'

const MEGABYTE = 1024 * 1024
const VIDEO = Buffer.concat([PNG, randomBytes(5 * MEGABYTE)])
const sha256 = (bytes: Buffer | ArrayBuffer) =>
  createHash('sha256')
    .update(Buffer.from(bytes as ArrayBuffer))
    .digest('hex')

const storeFaults = (world: World, rules: unknown) =>
  fetch(`${world.sandbox.s3Url}/control/faults`, { method: 'PUT', body: JSON.stringify(rules) })

test('F-03, F-04, F-05: what somebody attaches in the CRM is here byte for byte, once, under a key of ours', async () => {
  await using world = await createWorld()
  const sent = [
    { name: 'gravação.png', bytes: VIDEO },
    { name: 'tela.png', bytes: PNG },
  ]
  const comment = await commentedWith(world, sent)
  expect(await comment.isRead()).toEqual({ isChanged: true })
  expect(await comment.isRead(), 'a second event tells nothing new').toEqual({ isChanged: false })
  await world.settle()

  const shown = await shownTo(world, '1001', comment.ticketId)
  // In the order in which they came.
  const files = shown.files.toSorted((a, b) => b.size - a.size)
  expect(shown.absent_files).toEqual([])
  expect(files).toMatchObject([
    { filename: 'gravação.png', size: VIDEO.byteLength, mime: 'image/png' },
    { filename: 'tela.png', size: PNG.byteLength, mime: 'image/png' },
  ])
  const fetched = await fetch(String(files[0]?.file_url))
  expect(sha256(await fetched.arrayBuffer())).toBe(sha256(VIDEO))
  const keys = await objectsOf(world)
  expect(keys).toHaveLength(2)
  for (const key of keys) expect(key).toMatch(/^attachments\/\d{4}\/\d{2}\/[0-9a-f-]{36}\//)
  const told = await world.sql`select data, is_internal from domain_events where kind = 'message-changed'`
  expect(told.map((row) => row)).toEqual(
    Array(2).fill({ data: { message_id: comment.activityId }, is_internal: false }),
  )
  const counted = await world.sql`select sum(size_bytes) from files where uploaded_by is not null`
  expect(counted[0]?.sum, 'they count against nobody').toBeNull()
})

test('F-03: while it is on its way and when it is not to be had, a file is shown with its state and reason', async () => {
  await using world = await createWorld()
  const comment = await commentedWith(world, [{ name: 'nota.txt', bytes: Buffer.from('nota') }])
  await world.control('PUT', 'faults', [{ match: { method: 'disk.file.get' }, effect: 'reset' }])
  await comment.isRead()
  const maria = await world.signIn('1001')
  const [waiting] = (await shownTo(world, '1001', comment.ticketId)).absent_files
  expect(waiting).toMatchObject({ filename: 'nota.txt', state: 'waiting', reason: null })
  const open = () => maria.get(`/api/v1/attachments/${waiting?.id}`)
  expect(await open()).toMatchObject({ status: 409, body: { code: 'file-on-its-way' } })

  const [row] = await world.sql`select crm_file_id from crm_files`
  await world.control('PUT', 'faults', [])
  await comment.person.call('disk.file.markdeleted', { id: row?.crm_file_id })
  await world.settle({ hurry: true })
  expect((await shownTo(world, '1001', comment.ticketId)).absent_files).toMatchObject([
    { filename: 'nota.txt', state: 'missing', reason: 'gone' },
  ])
  expect(await open()).toMatchObject({ status: 410, body: { code: 'file-missing' } })
  const pedro = await world.signIn('1002')
  expect(await pedro.get(`/api/v1/attachments/${waiting?.id}`)).toMatchObject({ status: 404 })
  expect((await maria.get('/api/v1/attachments/crm-999999')).status).toBe(404)
  expect(
    (await maria.post(`/api/v1/tickets/${comment.ticketId}/messages`, { message: 'E agora?' })).status,
  ).toBe(201)
})

test('F-12: files of the CRM keep the rules of uploads: size, type by their bytes, not empty; each says why', async () => {
  await using world = await createWorld()
  const sent = [
    { name: 'enorme.png', bytes: Buffer.concat([PNG, Buffer.alloc(11 * MEGABYTE)]) },
    { name: 'programa.png', bytes: EXE },
    { name: 'vazio.txt', bytes: Buffer.alloc(0) },
    { name: 'bom.txt', bytes: Buffer.from('bom') },
  ]
  const comment = await commentedWith(world, sent)
  await comment.isRead()
  await world.settle()
  const { files, absent_files } = await shownTo(world, '1001', comment.ticketId)
  expect(files.map(({ filename }) => filename)).toEqual(['bom.txt'])
  expect(absent_files.map(({ filename, state, reason }) => [filename, state, reason])).toEqual([
    ['enorme.png', 'refused', 'too-large'],
    ['programa.png', 'refused', 'type-not-allowed'],
    ['vazio.txt', 'refused', 'empty'],
  ])
  const maria = await world.signIn('1001')
  const refused = await maria.get(`/api/v1/attachments/${absent_files[0]?.id}`)
  expect(refused).toMatchObject({ status: 410, body: { code: 'file-refused' } })
  expect(await objectsOf(world)).toHaveLength(1)
})

test('F-03: an answer that the CRM cuts in the middle is no file, and it is fetched again', async () => {
  await using world = await createWorld()
  const comment = await commentedWith(world, [{ name: 'gravação.png', bytes: VIDEO }])
  await world.control('PUT', 'faults', [{ match: { method: 'download' }, effect: 'truncate', times: 3 }])
  await comment.isRead()
  await world.settle({ hurry: true })
  expect((await shownTo(world, '1001', comment.ticketId)).files).toMatchObject([{ size: VIDEO.byteLength }])
  expect(await objectsOf(world)).toHaveLength(1)
  expect(await world.sql`select from jobs where state = 'dead'`).toHaveLength(0)
})

test('F-03: while the store is away the CRM is not asked for bytes, and the file comes when it is back', async () => {
  await using world = await createWorld()
  const comment = await commentedWith(world, [{ name: 'tela.png', bytes: PNG }])
  await storeFaults(world, [{ match: { method: '*' }, effect: 'reset' }])
  await world.control('DELETE', 'requests')
  await comment.isRead()
  await world.settle()
  const requests = (await world.control('GET', 'requests')) as { method: string }[]
  expect(requests.filter(({ method }) => /disk|download/.test(method))).toEqual([])
  expect(await rowsOf(world)).toMatchObject([{ state: 'waiting' }])
  await storeFaults(world, [])
  await world.settle({ hurry: true })
  expect(await rowsOf(world)).toMatchObject([{ state: 'here' }])
})

test('F-03: a file that the CRM does not give is shown as missing, its job is for a person, and once it is redriven the file is here', async () => {
  await using world = await createWorld()
  const comment = await commentedWith(world, [{ name: 'tela.png', bytes: PNG }])
  const denied = { effect: 'status', code: 400, error: 'ACCESS_DENIED' }
  await world.control('PUT', 'faults', [{ match: { method: 'disk.file.get' }, ...denied }])
  await comment.isRead()
  await world.settle()
  expect((await shownTo(world, '1001', comment.ticketId)).absent_files).toMatchObject([
    { state: 'missing', reason: 'not-given' },
  ])
  await world.control('PUT', 'faults', [])
  const rita = await world.signIn('9001')
  const [job] = await world.sql`select id::int from jobs where state = 'dead'`
  expect((await rita.post(`/api/v1/admin/jobs/${job?.id}/redrive`, {})).status).toBeLessThan(300)
  await world.settle()
  expect((await shownTo(world, '1001', comment.ticketId)).files).toMatchObject([{ filename: 'tela.png' }])
})

test('F-03: a file taken off its comment is shown no more and kept; named again it is back, and never fetched twice', async () => {
  await using world = await createWorld()
  const comment = await commentedWith(world, [{ name: 'tela.png', bytes: PNG }])
  await comment.isRead()
  await world.settle()
  const [file] = (await shownTo(world, '1001', comment.ticketId)).files
  const { ticketId, activityId } = comment
  const [row] = await world.sql`select crm_file_id from crm_files`
  const names = (...ids: number[]) =>
    world.gateway.ports.db.transaction((tx) =>
      expectFiles(tx, {
        ticketId,
        activityId: activityId as MessageId,
        files: ids.map((id) => ({ fileId: id as CrmFileId })),
      }),
    )
  await names()
  expect(await shownTo(world, '1001', ticketId)).toMatchObject({ files: [], absent_files: [] })
  const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
  const openedBy = async (client: typeof maria) =>
    (await client.get(`/api/v1/attachments/${file?.id}`)).status
  expect([await openedBy(maria), await openedBy(joao)]).toEqual([404, 302])
  await names(row?.crm_file_id)
  await world.settle()
  expect((await shownTo(world, '1001', ticketId)).files).toMatchObject([{ id: file?.id }])
  expect(await objectsOf(world)).toHaveLength(1)
})

test('F-03: bytes of what was removed in the CRM go after a month, by itself or with its message; named again, it is fetched again', async () => {
  await using world = await createWorld()
  const comment = await commentedWith(world, [{ name: 'tela.png', bytes: PNG }])
  await comment.isRead()
  await world.settle()
  const { ports } = world.gateway
  const { ticketId, activityId } = comment
  const sweepsAll = () => sweepRemoved(ports, { removedForMs: -1_000 })
  expect(await sweepsAll(), 'what is there').toBe(0)
  await ports.db.transaction((tx) =>
    expectFiles(tx, { ticketId, activityId: activityId as MessageId, files: [] }),
  )
  expect(await sweepRemoved(ports), 'what was removed just now').toBe(0)
  await storeFaults(world, [{ match: { method: '*' }, effect: 'reset' }])
  await expect(sweepsAll()).rejects.toThrow('file-store-away')
  expect(await world.sql`select file_id from crm_files`).toEqual([{ file_id: null }])
  await storeFaults(world, [])
  expect([await sweepsAll(), await sweepsAll()]).toEqual([1, 0])
  expect(await objectsOf(world)).toEqual([])
  expect(await world.sql`select from files`).toHaveLength(0)

  await comment.isRead()
  await world.settle()
  expect((await shownTo(world, '1001', ticketId)).files).toMatchObject([{ filename: 'tela.png' }])
  await world.sql`update activities set deleted_at = now() - interval '29 days'`
  expect(await sweepRemoved(ports)).toBe(0)
  await world.sql`update activities set deleted_at = now() - interval '31 days'`
  expect(await sweepRemoved(ports)).toBe(1)
  expect(await objectsOf(world)).toEqual([])
  expect(await rowsOf(world)).toMatchObject([{ state: 'missing', reason: 'removed', file_id: null }])
})

test('F-03: numbers that no row can hold cost no other file its place', async () => {
  await using world = await createWorld()
  const comment = await commentedWith(world, [])
  const files = [3_000_000_000, -1, 0].map((id) => ({ fileId: id as CrmFileId, name: 'x\u0000\ud800.txt' }))
  const { ticketId, activityId } = comment
  await world.gateway.ports.db.transaction((tx) =>
    expectFiles(tx, { ticketId, activityId, files: [...files, { ...files[0], fileId: 77 as CrmFileId }] }),
  )
  await world.settle()
  expect(await rowsOf(world)).toMatchObject([{ state: 'missing', reason: 'gone', name: 'x\ufffd.txt' }])
})

test('F-12: with a scanner a file of the CRM is closed until it is seen, and an infected one for good', async () => {
  await using clamd = await startClamd()
  await using world = await createWorld({ CLAMD_URL: clamd.url })
  const comment = await commentedWith(world, [{ name: 'nota.txt', bytes: Buffer.from('EICAR') }])
  await comment.isRead()
  await world.settle({ hurry: true })
  const [file] = (await shownTo(world, '1001', comment.ticketId)).files
  expect(file).toMatchObject({ filename: 'nota.txt', file_url: null })
  const maria = await world.signIn('1001')
  expect(await maria.get(`/api/v1/attachments/${file?.id}`)).toMatchObject({
    body: { code: 'file-infected' },
  })
  expect(await objectsOf(world)).toEqual([])
  const told = await world.sql`select from domain_events where kind = 'message-changed'`
  expect(told, 'when it came, and when it was closed').toHaveLength(2)
})

test('M-12: files of what is for the team alone are open to the team alone, and told to it alone', async () => {
  await using world = await createWorld()
  const comment = await commentedWith(world, [{ name: 'tela.png', bytes: PNG }], true)
  await comment.isRead()
  await world.settle()
  const [row] = await world.sql`select id, file_id from crm_files`
  const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
  for (const id of [`crm-${row?.id}`, row?.file_id]) {
    expect((await maria.get(`/api/v1/attachments/${id}`)).status).toBe(404)
    expect((await joao.get(`/api/v1/attachments/${id}`)).status).toBe(302)
  }
  expect(await world.sql`select is_internal from domain_events`).toMatchObject([{ is_internal: true }])
})
