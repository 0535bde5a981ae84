import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { openMailbox } from '#sandbox/smtp/mailbox.ts'
import { startSmtp } from '#sandbox/smtp/smtp.ts'
import { openPortal, type Portal } from './portal.ts'

type DiskFile = { ID: number; NAME: string; SIZE: string; DOWNLOAD_URL: string }
type Comment = { FILES?: Record<string, { id: number; name: string; size: number; urlDownload: string }> }

const base64 = (text: string) => Buffer.from(text).toString('base64')

const rootOf = async (portal: Portal) => {
  const [storage] = await portal.result<{ ROOT_OBJECT_ID: string }[]>('disk.storage.getlist')
  return Number(storage?.ROOT_OBJECT_ID)
}
const addComment = (portal: Portal, FILES: unknown) =>
  portal.result<number>('crm.timeline.comment.add', {
    fields: { ENTITY_TYPE: 'deal', ENTITY_ID: 7401, COMMENT: 'segue', FILES },
  })

test('a file in two steps: the first gives an address that takes the bytes, once', async () => {
  await using portal = await openPortal()
  const id = await rootOf(portal)
  const ticket = await portal.result<{ field: string; uploadUrl: string }>('disk.folder.uploadfile', { id })
  const form = new FormData()
  form.append(ticket.field, new File(['conteúdo do arquivo'], 'relatório.txt'))
  const uploaded = (await (await fetch(ticket.uploadUrl, { method: 'POST', body: form })).json()) as {
    result: DiskFile
  }
  expect(uploaded.result).toMatchObject({ NAME: 'relatório.txt', SIZE: '20' })
  const file = await portal.result<DiskFile>('disk.file.get', { id: uploaded.result.ID })
  expect(await (await fetch(file.DOWNLOAD_URL)).text()).toBe('conteúdo do arquivo')
  expect((await fetch(ticket.uploadUrl, { method: 'POST', body: form })).status).toBe(403)
})

test('a file of many pieces arrives whole, and one whose name is taken is refused after it was sent', async () => {
  await using portal = await openPortal()
  const id = await rootOf(portal)
  const bytes = new Uint8Array(5 * 1024 * 1024).map((_byte, index) => index % 251)
  const send = async () => {
    const { uploadUrl } = await portal.result<{ uploadUrl: string }>('disk.folder.uploadfile', { id })
    const form = new FormData()
    form.append('file', new File([bytes], 'grande.bin'))
    const response = await fetch(uploadUrl, { method: 'POST', body: form })
    return { status: response.status, body: (await response.json()) as { result: DiskFile } }
  }
  const { body } = await send()
  const { DOWNLOAD_URL, SIZE } = await portal.result<DiskFile>('disk.file.get', { id: body.result.ID })
  expect(SIZE).toBe(String(bytes.length))
  expect(Buffer.from(await (await fetch(DOWNLOAD_URL)).arrayBuffer()).equals(bytes)).toBe(true)
  expect(await send()).toMatchObject({ status: 400, body: { error: 'DISK_OBJ_22000' } })
})

test('the second step takes a place in the bucket, is noted, and its answer can get lost after the work', async () => {
  await using portal = await openPortal()
  const id = await rootOf(portal)
  const send = async (name: string) => {
    const { uploadUrl } = await portal.result<{ uploadUrl: string }>('disk.folder.uploadfile', { id })
    const form = new FormData()
    form.append('file', new File(['bytes'], name))
    return () => fetch(uploadUrl, { method: 'POST', body: form })
  }
  const [first, second] = [await send('um.txt'), await send('dois.txt')]
  await portal.control('PUT', 'faults', [{ match: { method: 'upload' }, effect: 'lost-answer', times: 1 }])
  await portal.control('PUT', 'limits', { enabled: true, rate: 0.001, burst: 1 })
  await portal.control('DELETE', 'requests')
  await expect(first()).rejects.toThrow()
  expect((await second()).status).toBe(503)
  await portal.control('PUT', 'limits', { enabled: false })
  expect(await portal.control('GET', 'requests')).toMatchObject([
    { method: 'upload', user: '1', outcome: 'spoiled' },
    { method: 'upload', status: 503, outcome: 'refused' },
  ])
  const names = (await portal.result<DiskFile[]>('disk.folder.getchildren', { id })).map(({ NAME }) => NAME)
  expect(names).toContain('um.txt')
  expect(names).not.toContain('dois.txt')
})

test('a name that is taken is refused, or made another when asked', async () => {
  await using portal = await openPortal()
  const id = await rootOf(portal)
  const upload = { id, data: { NAME: 'nota.pdf' }, fileContent: ['nota.pdf', base64('1')] }
  await portal.result('disk.folder.uploadfile', upload)
  expect(await portal.call('disk.folder.uploadfile', upload)).toMatchObject({
    status: 400,
    body: { error: 'DISK_OBJ_22000' },
  })
  expect(
    await portal.result('disk.folder.uploadfile', { ...upload, generateUniqueName: true }),
  ).toMatchObject({
    NAME: 'nota (1).pdf',
  })
})

test('files of a comment are Disk files; their link for browsers is none for programs', async () => {
  await using portal = await openPortal()
  const id = await addComment(portal, [
    ['foto.png', base64('a foto')],
    ['log.txt', base64('o log')],
  ])
  const { FILES = {} } = await portal.result<Comment>('crm.timeline.comment.get', { id })
  const [photo] = Object.values(FILES)
  expect(Object.values(FILES)).toMatchObject([
    { name: 'foto.png', type: 'image', size: 6 },
    { name: 'log.txt', type: 'file', size: 5 },
  ])
  expect((await fetch(photo?.urlDownload ?? '', { redirect: 'manual' })).status).toBe(302)
  const { DOWNLOAD_URL } = await portal.result<DiskFile>('disk.file.get', { id: photo?.id })
  expect(await (await fetch(DOWNLOAD_URL)).text()).toBe('a foto')
  expect((await fetch(DOWNLOAD_URL.replace(/auth=[^&]+/, 'auth=forged'))).status).toBe(403)
})

test('an update of a comment keeps its files, unless it speaks of files: then those before are gone', async () => {
  await using portal = await openPortal()
  const id = await addComment(portal, [['a.txt', base64('a')]])
  const names = async () =>
    Object.values((await portal.result<Comment>('crm.timeline.comment.get', { id })).FILES ?? {}).map(
      ({ name }) => name,
    )
  const update = (fields: object) => portal.result('crm.timeline.comment.update', { id, fields })
  await update({ COMMENT: 'outro texto' })
  expect(await names()).toEqual(['a.txt'])
  await update({ COMMENT: 'outro', FILES: [['b.txt', base64('b')]] })
  expect(await names()).toEqual(['b.txt'])
  await update({ COMMENT: 'nenhum', FILES: [] })
  expect(await portal.result('crm.timeline.comment.get', { id })).not.toHaveProperty('FILES')
  expect(await portal.call('crm.timeline.comment.update', { id, fields: { FILES: [] } })).toMatchObject({
    body: { error: 'INVALID_ARG_VALUE' },
  })
})

test('file fields of a deal keep what is listed, drop the rest, and are read by a machine link', async () => {
  await using portal = await openPortal()
  const update = (files: unknown) =>
    portal.result<{ item: { ufCrm_1701707112: { id: number; urlMachine: string }[] } }>('crm.item.update', {
      entityTypeId: 2,
      id: 7401,
      fields: { ufCrm_1701707112: files },
    })
  const { item } = await update([
    ['a.txt', base64('um')],
    ['b.txt', base64('dois')],
  ])
  const [first, second] = item.ufCrm_1701707112
  expect(await (await fetch(second?.urlMachine ?? '')).text()).toBe('dois')
  const kept = await update([{ id: second?.id }, ['c.txt', base64('três')]])
  expect(kept.item.ufCrm_1701707112.map(({ id }) => id)).not.toContain(first?.id)
  expect(kept.item.ufCrm_1701707112).toHaveLength(2)
  expect((await update([])).item.ufCrm_1701707112).toEqual([])
})

const mail = (more: object = {}) => ({
  OWNER_TYPE_ID: 2,
  OWNER_ID: 7401,
  TYPE_ID: 4,
  SUBJECT: 'Sobre o chamado',
  DESCRIPTION: '<p>Olá</p>',
  DESCRIPTION_TYPE: 3,
  RESPONSIBLE_ID: 42,
  DIRECTION: 2,
  COMPLETED: 'Y',
  COMMUNICATIONS: [{ VALUE: 'maria.santos@example.com', ENTITY_ID: 311, ENTITY_TYPE_ID: 3 }],
  FILES: [{ fileData: ['nota.txt', base64('anexo')] }],
  ...more,
})

test('a mail is sent only when it is outgoing and completed; otherwise it is no more than a note', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-mail-'))
  const mailbox = openMailbox(folder)
  const smtp = await startSmtp({ port: 0, mailbox })
  try {
    await using portal = await openPortal({ smtpUrl: `smtp://ponte:sandbox@127.0.0.1:${smtp.port}` })
    await portal.result('crm.activity.add', { fields: mail({ COMPLETED: 'N' }) })
    await portal.result('crm.activity.add', { fields: mail({ DIRECTION: 1 }) })
    expect(mailbox.list()).toEqual([])
    const id = await portal.result('crm.activity.add', { fields: mail() })
    const [letter] = mailbox.list()
    const [maria, sender] = ['maria.santos@example.com', 'joao.tech@example.com']
    expect(letter).toMatchObject({ subject: 'Sobre o chamado', to: [maria, sender] })
    expect(letter?.from).toContain('joao.tech@example.com')
    expect(await mailbox.read(letter?.id ?? '')).toMatchObject({
      html: expect.stringContaining('Olá'),
      attachments: [{ filename: 'nota.txt' }],
    })
    expect(await portal.result('crm.activity.get', { id })).toMatchObject({
      TYPE_ID: '4',
      PROVIDER_ID: 'CRM_EMAIL',
    })
    const SETTINGS = { MESSAGE_FROM: 'Suporte <suporte@example.com>', DISABLE_SENDING_MESSAGE_COPY: 'Y' }
    await portal.result('crm.activity.add', { fields: mail({ SETTINGS }) })
    expect(mailbox.list()[0]).toMatchObject({ from: 'suporte@example.com', to: [maria] })
  } finally {
    await smtp.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  }
})

test('a mail that cannot be sent is an error, and its activity is there all the same', async () => {
  await using portal = await openPortal()
  const before = Number((await portal.control('GET', 'counts')).activities)
  expect(await portal.call('crm.activity.add', { fields: mail() })).toMatchObject({
    status: 400,
    body: { error: '', error_description: expect.stringMatching(/^Email send error\./) },
  })
  expect(await portal.control('GET', 'counts')).toMatchObject({ activities: before + 1 })
})

test('a mail to a contact stands on the contact and on the deal, and is found by either', async () => {
  await using portal = await openPortal()
  const id = await portal.result<number>('crm.activity.add', { fields: mail({ COMPLETED: 'N' }) })
  for (const [OWNER_TYPE_ID, OWNER_ID] of [
    [2, 7401],
    [3, 311],
  ]) {
    const found = await portal.result<{ ID: string }[]>('crm.activity.list', {
      filter: { BINDINGS: [{ OWNER_TYPE_ID, OWNER_ID }], ID: id },
      select: ['ID', 'COMMUNICATIONS', 'FILES', 'STORAGE_ELEMENT_IDS'],
    })
    expect(found).toMatchObject([
      {
        ID: String(id),
        COMMUNICATIONS: [{ TYPE: 'EMAIL', VALUE: 'maria.santos@example.com', ENTITY_ID: '311' }],
        FILES: [{ id: expect.any(Number) }],
        STORAGE_ELEMENT_IDS: [expect.any(Number)],
      },
    ])
  }
})

test('what an activity lacks is told in the words of the portal', async () => {
  await using portal = await openPortal()
  const texts: [object, string][] = [
    [mail({ TYPE_ID: 3 }), 'The field TYPE_ID is not defined or invalid'],
    [mail({ SUBJECT: '' }), 'The field SUBJECT is not defined or empty'],
    [mail({ RESPONSIBLE_ID: '' }), 'The field RESPONSIBLE_ID is not defined or invalid'],
    [
      mail({ COMMUNICATIONS: [{ TYPE: 'PHONE', VALUE: '1' }] }),
      'The field COMMUNICATIONS is not defined or invalid',
    ],
    [mail({ OWNER_TYPE_ID: 3, OWNER_ID: 1 }), "Could not find 'CONTACT' with ID: 1"],
  ]
  for (const [fields, description] of texts)
    expect(await portal.call('crm.activity.add', { fields })).toMatchObject({
      status: 400,
      body: { error: '', error_description: description },
    })
})
