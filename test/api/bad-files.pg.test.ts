import { randomUUID } from 'node:crypto'
import * as net from 'node:net'
import { describe, expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { EXE, formOf, PNG } from '#test/files/samples.ts'
import { createRefusing, PORTAL, TEXT, told } from '#test/refusing.ts'

/** Bad files, by all the ways in: exact status and code, and nothing half there. */

const { world, maria, pedro, mine, isRefused, stored } = await createRefusing()

const MB = 1024 * 1024
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const TEXT_FILE = { filename: 'nota.txt', content: base64(Buffer.from('nota')) }

describe('files', () => {
  const portal = (attachments: unknown) => () => maria.post('/ticket', { ...PORTAL, attachments })
  const comment = (attachments: unknown) => () =>
    maria.post('/ticket/comment', { deal_id: mine.deal_id, message: 'Segue', attachments })

  for (const content of ['não é base64!', 'QUJDR', 'QUJD=QUJD', 'data:image/png;base64,@@'])
    test(`base64 that is not ("${content}"): 422, on tickets and comments`, async () => {
      await isRefused(portal([{ filename: 'foto.png', content }]), 422, 'invalid-request')
      await isRefused(comment([{ filename: 'foto.png', content }]), 422, 'invalid-request')
    })

  test('0 bytes: 422 file-empty; 10 MB and one byte: 413 file-too-large; eleven: 422 too-many-files', async () => {
    const large = base64(Buffer.concat([PNG, Buffer.alloc(10 * MB + 1 - PNG.byteLength)]))
    const eleven = Array.from({ length: 11 }, (_, index) => ({ ...TEXT_FILE, filename: `${index}.txt` }))
    for (const send of [portal, comment]) {
      await isRefused(send([{ filename: 'vazio.txt', content: '' }]), 422, 'file-empty')
      await isRefused(send([TEXT_FILE, { filename: 'grande.png', content: large }]), 413, 'file-too-large')
      await isRefused(send(eleven), 422, 'too-many-files')
    }
    const upload = (bytes: Uint8Array<ArrayBuffer>) => () =>
      maria.post('/api/v1/uploads', formOf({ name: 'a.png', bytes }))
    await isRefused(upload(new Uint8Array()), 422, 'file-empty')
    await isRefused(
      upload(Buffer.concat([PNG, Buffer.alloc(10 * MB + 1 - PNG.byteLength)])),
      413,
      'file-too-large',
    )
  })

  test('the second of two files is bad: the first is not kept either', async () => {
    await isRefused(
      portal([TEXT_FILE, { filename: 'foto.png', content: base64(EXE) }]),
      415,
      'file-type-not-allowed',
    )
  })

  test('a program named .png: 415, by all three ways in', async () => {
    const exe = [{ filename: 'foto.png', content: base64(EXE) }]
    await isRefused(portal(exe), 415, 'file-type-not-allowed')
    await isRefused(comment(exe), 415, 'file-type-not-allowed')
    await isRefused(
      () => maria.post('/api/v1/uploads', formOf({ name: 'foto.png', bytes: EXE })),
      415,
      'file-type-not-allowed',
    )
  })

  for (const [name, text] of [
    ['logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['pagina.html', '<!doctype html><script>alert(1)</script>'],
  ] as const)
    test(`${name}: refused, or saved and never shown inline`, async () => {
      const before = await stored()
      const answer = await maria.post('/api/v1/uploads', formOf({ name, bytes: text }))
      if (answer.status === 415) return expect(await stored()).toEqual(before)
      const { upload_id } = told(answer, 201)
      const { headers } = await maria.get(`/api/v1/attachments/${upload_id}`)
      const opened = await fetch(headers.get('location') ?? '')
      expect(opened.headers.get('content-disposition')).toMatch(/^attachment/)
      expect(opened.headers.get('content-type')).not.toMatch(/svg|html/)
    })

  for (const [what, name] of Object.entries({
    'steps upwards': '../../../etc/passwd.txt',
    'letters that turn the order around': 'nota\u202etxt.exe.txt',
    '300 characters': `${'n'.repeat(300)}.txt`,
    'nothing but dots': '...',
  }))
    test(`a name of ${what} is made harmless, and the ticket is taken`, async () => {
      const { id } = told(
        await maria.post('/ticket', { ...PORTAL, attachments: [{ ...TEXT_FILE, filename: name }] }),
        201,
      )
      const [file] = await world.sql<
        { filename: string; key: string }[]
      >`select filename, key from files where ticket_id = ${id}`
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
      expect(file?.filename).toMatch(/^[^\u0000-\u001f\u202a-\u202e/\\]{1,255}$/)
      expect(file?.filename).not.toMatch(/^\.+$/)
      expect(file?.key).toMatch(/^attachments\/\d{4}\/\d\d\/[0-9a-f-]{36}\/[^/]+$/)
      expect(file?.key).not.toContain('..')
      await world.settle({ hurry: true })
    })

  test('a name with NUL in it: 422', async () => {
    await isRefused(portal([{ ...TEXT_FILE, filename: 'nota\u0000.txt' }]), 422, 'invalid-request')
  })

  test('an upload that breaks off halfway leaves nothing', async () => {
    const before = await stored()
    await sendsHalf(maria, world.url)
    expect(await stored()).toEqual(before)
  })

  test("the same upload used twice: 409 for the second, whoever it is for; somebody else's: 422", async () => {
    const { upload_id } = told(
      await maria.post('/api/v1/uploads', formOf({ name: 'nota.txt', bytes: 'nota' })),
      201,
    )
    await isRefused(
      () => pedro.post('/api/v1/tickets', { ...TEXT, attachments: [upload_id] }),
      422,
      'invalid-request',
    )
    told(await maria.post('/api/v1/tickets', { ...TEXT, attachments: [upload_id] }), 201)
    await world.settle({ hurry: true })
    await isRefused(
      () => maria.post('/api/v1/tickets', { ...TEXT, attachments: [upload_id] }),
      409,
      'upload-already-used',
    )
    const twice = { message: 'Segue', attachments: [upload_id] }
    await isRefused(
      () => maria.post(`/api/v1/tickets/${mine.id}/messages`, twice),
      409,
      'upload-already-used',
    )
    await isRefused(
      () => maria.post('/api/v1/tickets', { ...TEXT, attachments: [randomUUID()] }),
      422,
      'invalid-request',
    )
  })
})

/** As a browser whose tab is closed. */
function sendsHalf({ cookies, origin }: Client, url: string): Promise<void> {
  const part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
  const head = [
    'POST /api/v1/uploads HTTP/1.1',
    `Host: ${new URL(url).host}`,
    `Origin: ${origin}`,
    `Cookie: ${[...cookies].map((pair) => pair.join('=')).join('; ')}`,
    'Content-Type: multipart/form-data; boundary=x',
    `Content-Length: ${MB}`,
  ]
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1')
    socket.once('error', reject).once('close', () => resolve())
    socket.write(
      Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n${part}`), PNG, Buffer.alloc(MB / 2)]),
      () => socket.destroy(),
    )
  })
}
