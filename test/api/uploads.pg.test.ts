import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import * as net from 'node:net'
import { describe, expect, test } from 'vitest'
import { EXE, formOf, PDF, PNG } from '#test/files/samples.ts'
import { createWorld, type World } from '#test/world.ts'

const POLL = { timeout: 60_000 }
const MB = 1024 * 1024

/** What lies in the store, and what rows there are. */
async function storedIn(world: World) {
  const keys: string[] = []
  for await (const { key } of world.gateway.ports.files.list('')) keys.push(key)
  const rows = await world.sql<{ key: string }[]>`select key from files order by key`
  return { keys, rows: rows.map(({ key }) => key) }
}

describe('201', () => {
  test('F-11, T-01: a file is kept, and described as it came', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const answer = await maria.post('/api/v1/uploads', formOf({ name: 'nota.pdf', bytes: PDF }))
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      filename: 'nota.pdf',
      size: PDF.byteLength,
      mime: 'application/pdf',
      sha256: createHash('sha256').update(PDF).digest('hex'),
    })
    const { upload_id } = answer.body as { upload_id: string }
    expect(answer.headers.get('location')).toBe(`/api/v1/attachments/${upload_id}`)
    const [row] = await world.sql`select key, uploaded_by, ticket_id, scan_status from files`
    expect(row).toEqual({
      key: expect.stringMatching(new RegExp(`^attachments/\\d{4}/\\d\\d/${upload_id}/nota\\.pdf$`)),
      uploaded_by: 1,
      ticket_id: null,
      scan_status: 'not-scanned',
    })
  })

  test('F-11: a form of several files, and of fields between them, is answered with all of them in their order', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const form = formOf({ name: 'a.txt', bytes: 'a' })
    form.append('comment', 'no file')
    form.append('other', new Blob([PNG]), 'b.png')
    const { status, body } = await maria.post('/api/v1/uploads', form)
    expect(status).toBe(201)
    expect(body).toMatchObject({ filename: 'a.txt', items: [{ filename: 'a.txt' }, { filename: 'b.png' }] })
  })

  test('F-12: 10 MB are taken, and come back byte for byte; nothing of it stays on our disk', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const bytes = Buffer.concat([PNG, Buffer.alloc(10 * MB - PNG.byteLength, 7)])
    const { status, body } = await maria.post('/api/v1/uploads', formOf({ name: 'big.png', bytes }))
    expect(status).toBe(201)
    const { upload_id } = body as { upload_id: string }
    const { headers } = await maria.get(`/api/v1/attachments/${upload_id}`)
    const back = await fetch(headers.get('location') ?? '')
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true)
    expect(fs.readdirSync(world.gateway.ports.uploads.folder)).toEqual([])
  })

  test('F-12: names are made harmless, and stay what they were where they can', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const nameOf = async (name: string) => {
      const { body } = await maria.post('/api/v1/uploads', formOf({ name, bytes: PNG }))
      return (body as { filename?: string }).filename
    }
    expect(await nameOf('../../etc/pass%00wd.png')).toBe('etc_pass%00wd.png')
    expect(await nameOf('a\u202Egnp.exe.png')).toBe('agnp.exe.png')
    expect(await nameOf('nul\u0000byte\u0007.png')).toBe('nulbyte.png')
    expect(await nameOf(`${'ã'.repeat(300)}.png`)).toBe(`${'ã'.repeat(146)}.png`)
    expect(await nameOf('Relatório de março.png')).toBe('Relatório de março.png')
    const { keys, rows } = await storedIn(world)
    expect(keys).toEqual(rows)
  })

  test('F-12: SVG and HTML are kept, and never shown inline', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    for (const name of ['logo.svg', 'page.html']) {
      const bytes = name.endsWith('svg')
        ? '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        : '<script>alert(1)</script>'
      const { status, body } = await maria.post('/api/v1/uploads', formOf({ name, bytes }))
      expect(status, name).toBe(201)
      const { headers } = await maria.get(`/api/v1/attachments/${(body as { upload_id: string }).upload_id}`)
      const link = await fetch(headers.get('location') ?? '')
      expect(link.headers.get('content-type'), name).toBe('application/octet-stream')
      expect(link.headers.get('content-disposition'), name).toMatch(/^attachment;/)
    }
  })
})

describe('refused, and nothing is kept', () => {
  test('F-12: too large, empty, not what its name says, of no type that is accepted', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const cases: [string, number, string, FormData][] = [
      [
        'a file of 10 MB and one byte',
        413,
        'file-too-large',
        formOf({ name: 'a.txt', bytes: Buffer.alloc(10 * MB + 1, 65) }),
      ],
      ['nothing in it', 422, 'file-empty', formOf({ name: 'a.txt', bytes: '' })],
      ['an .exe named .png', 415, 'file-type-not-allowed', formOf({ name: 'a.png', bytes: EXE })],
      ['an .exe', 415, 'file-type-not-allowed', formOf({ name: 'a.exe', bytes: EXE })],
      ['an .exe without an extension', 415, 'file-type-not-allowed', formOf({ name: 'a', bytes: EXE })],
      ['a script', 415, 'file-type-not-allowed', formOf({ name: 'a.js', bytes: 'alert(1)' })],
      ['a PNG named .pdf', 415, 'file-type-not-allowed', formOf({ name: 'a.pdf', bytes: PNG })],
      ['bytes named .txt', 415, 'file-type-not-allowed', formOf({ name: 'a.txt', bytes: 'a\0b' })],
      ['a form without a file', 422, 'invalid-request', new FormData()],
      [
        'a good file before a bad one',
        415,
        'file-type-not-allowed',
        formOf({ name: 'a.txt', bytes: 'a' }, { name: 'b.png', bytes: EXE }),
      ],
    ]
    for (const [what, status, code, form] of cases) {
      expect(await maria.post('/api/v1/uploads', form), what).toMatchObject({ status, body: { code } })
      expect(await storedIn(world), what).toEqual({ keys: [], rows: [] })
    }
  })

  test('what is no form: 415, and a form that is none: 400', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    expect(await maria.post('/api/v1/uploads', {})).toMatchObject({
      status: 415,
      body: { code: 'content-type-not-supported' },
    })
    const headers = { 'content-type': 'multipart/form-data; boundary=x', 'x-requested-with': 'fetch' }
    expect(await maria.post('/api/v1/uploads', 'nothing of the kind', headers)).toMatchObject({
      status: 400,
      body: { code: 'upload-incomplete' },
    })
  })

  test('a stranger: 401; a form of another page: 403, with our cookies and all', async () => {
    await using world = await createWorld()
    const form = formOf({ name: 'a.txt', bytes: 'a' })
    expect(await world.visitor().post('/api/v1/uploads', form)).toMatchObject({
      status: 401,
      body: { code: 'not-signed-in' },
    })
    const maria = await world.signIn('1001')
    const headers = { origin: 'https://evil.example' }
    expect(await maria.post('/api/v1/uploads', form, headers)).toMatchObject({
      status: 403,
      body: { code: 'origin-not-allowed' },
    })
    expect(await storedIn(world)).toEqual({ keys: [], rows: [] })
  })

  test('an upload that breaks off leaves neither row nor object, nor a file on our disk', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const { hostname, port } = new URL(world.url)
    const socket = net.connect(Number(port), hostname)
    const cookie = [...maria.cookies].map((pair) => pair.join('=')).join('; ')
    socket.write(
      [
        'POST /api/v1/uploads HTTP/1.1',
        `Host: ${hostname}:${port}`,
        `Origin: ${world.url}`,
        `Cookie: ${cookie}`,
        'X-Requested-With: fetch',
        'X-Request-Id: broken-off-upload',
        'Content-Type: multipart/form-data; boundary=b',
        `Content-Length: ${5 * MB}`,
        '',
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n',
      ].join('\r\n'),
    )
    await new Promise<void>((resolve) => socket.write(Buffer.alloc(2 * MB, 65), () => resolve()))
    socket.destroy()
    await expect.poll(() => world.log(), POLL).toMatch(/broken-off-upload.*"status":400/)
    expect(await storedIn(world)).toEqual({ keys: [], rows: [] })
    await expect.poll(() => fs.readdirSync(world.gateway.ports.uploads.folder), POLL).toEqual([])
  })
})

describe('a day has a limit', () => {
  test('F-12: it counts what was used and what was not, per person, and looks back 24 hours', async () => {
    await using world = await createWorld({ UPLOAD_QUOTA_MB: '1' })
    const maria = await world.signIn('1001')
    const half = () => formOf({ name: 'a.txt', bytes: Buffer.alloc(MB / 2, 65) })
    expect((await maria.post('/api/v1/uploads', half())).status).toBe(201)
    // Two at once do not both find the last place.
    const both = await Promise.all([
      maria.post('/api/v1/uploads', half()),
      maria.post('/api/v1/uploads', half()),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 413])
    expect(await maria.post('/api/v1/uploads', formOf({ name: 'a.txt', bytes: 'a' }))).toMatchObject({
      status: 413,
      body: { code: 'quota-exceeded' },
    })
    const pedro = await world.signIn('1002')
    expect((await pedro.post('/api/v1/uploads', half())).status).toBe(201)
    await world.sql`update files set created_at = created_at - interval '24 hours' where uploaded_by = 1`
    expect((await maria.post('/api/v1/uploads', half())).status).toBe(201)
    const { keys, rows } = await storedIn(world)
    expect(keys).toEqual(rows)
  })
})

describe('503', () => {
  test.each(['reset', 'status', 'lost-answer'])(
    'the store away (%s): file-store-away with Retry-After, and no row; once it is back, all is well',
    async (effect) => {
      await using world = await createWorld()
      const maria = await world.signIn('1001')
      const fault = { match: { method: 'PutObject' }, effect, ...(effect === 'status' && { code: 503 }) }
      await setFaults(world, [fault])
      const answer = await maria.post('/api/v1/uploads', formOf({ name: 'a.txt', bytes: 'a' }))
      expect(answer).toMatchObject({ status: 503, body: { code: 'file-store-away' } })
      expect(answer.headers.get('retry-after')).toBe('5')
      expect((await storedIn(world)).rows).toEqual([])
      await setFaults(world, [])
      expect((await maria.post('/api/v1/uploads', formOf({ name: 'a.txt', bytes: 'a' }))).status).toBe(201)
    },
  )
})

async function setFaults(world: World, rules: object[]): Promise<void> {
  const answer = await fetch(`${world.sandbox.s3Url}/control/faults`, {
    method: 'PUT',
    body: JSON.stringify(rules),
  })
  expect(answer.status).toBe(200)
}
