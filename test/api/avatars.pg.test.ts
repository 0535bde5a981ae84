import { hash } from 'node:crypto'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { holdNextPut } from '#test/files/hold-next-put.ts'
import { EXE, formOf } from '#test/files/samples.ts'
import { createWorld, type World } from '#test/world.ts'

const picture = (name: string) =>
  Uint8Array.from(fs.readFileSync(path.join(import.meta.dirname, '../files/pictures', name)))
const JPEG = { name: 'eu.jpg', bytes: picture('exif.jpg') }
const PATHS = [
  ['PUT', '/api/v1/users/me/avatar'],
  ['POST', '/auth/users/avatar'],
] as const

async function keysIn(world: World): Promise<string[]> {
  return (await Array.fromAsync(world.gateway.ports.files.list(''))).map(({ key }) => key)
}

test.each(PATHS)(
  'A-13: %s %s keeps a plain picture, shows it by a link for days, and drops the one before',
  async (method, at) => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const first = await maria.send(method, at, formOf(JPEG))
    expect([first.status, first.body]).toEqual([
      200,
      { ...(first.body as object), full_name: 'Maria Santos' },
    ])
    const { profile_picture_url: url } = first.body as { profile_picture_url: string }
    const shown = await fetch(url)
    expect(shown.headers.get('content-type')).toBe('image/jpeg')
    expect(Buffer.from(await shown.arrayBuffer()).includes('secret')).toBe(false)
    expect(Number(new URL(url).searchParams.get('X-Amz-Expires'))).toBe(168 * 3600)
    const [key] = await keysIn(world)
    const [row] = await world.sql`select profile_picture from users where id = 1`
    expect(row).toEqual({ profile_picture: key })

    const rita = await world.signIn('9001')
    for (const answer of [
      await maria.get('/auth/me'),
      await maria.get('/api/v1/users/me'),
      await rita.get('/auth/users/1'),
      await maria.post('/auth/login', { matricula: '1001', password: 'ponte-demo' }),
    ]) {
      const person = (answer.body as { user?: object }).user ?? answer.body
      // The same all day, so that browsers need not fetch it again.
      expect(person).toMatchObject({ profile_picture_url: url })
    }
    await maria.send(method, at, formOf({ name: 'a.png', bytes: picture('comment.png') }))
    expect(await keysIn(world)).toEqual([expect.stringMatching(/^avatars\/[0-9a-f-]{36}\.png$/)])
    const actions =
      await world.sql`select action, before, after from audit_log where actor_id = 1 order by id`
    expect(actions.at(-1)).toMatchObject({ action: 'avatar-changed', before: { profile_picture: key } })
  },
)

test('A-13: whoever wants none has none', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  await maria.put('/api/v1/users/me/avatar', formOf(JPEG))
  for (let times = 0; times < 2; times++) {
    const answer = await maria.delete('/api/v1/users/me/avatar')
    expect(answer).toMatchObject({ status: 200, body: { profile_picture_url: null } })
  }
  expect(await keysIn(world)).toEqual([])
})

test('A-13: a picture of the portal before us is shown, and never taken away', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const bytes = picture('exif.jpg')
  const about = { type: 'image/jpeg', sizeBytes: bytes.length, sha256: hash('sha256', bytes) }
  await world.gateway.ports.files.put('fotos/maria.jpeg', bytes, about)
  await world.sql`update users set profile_picture = 'fotos/maria.jpeg' where id = 1`
  const { body } = await maria.get('/auth/me')
  const shown = await fetch((body as { profile_picture_url: string }).profile_picture_url)
  expect(shown.headers.get('content-type')).toBe('image/jpeg')
  await maria.delete('/api/v1/users/me/avatar')
  expect(await keysIn(world)).toEqual(['fotos/maria.jpeg'])
})

test('A-13: what is no plain picture is refused, and the old one stays', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  await maria.put('/api/v1/users/me/avatar', formOf(JPEG))
  const before = await keysIn(world)
  const wide = Buffer.from(picture('exif.jpg'))
  const frame = wide.indexOf(Buffer.from('ffc0', 'hex'))
  wide.writeUInt16BE(4097, frame + 7)
  const cases: [number, string, FormData | object][] = [
    [415, 'file-type-not-allowed', formOf({ name: 'a.png', bytes: EXE })],
    [415, 'file-type-not-allowed', formOf({ name: 'a.svg', bytes: '<svg/>' })],
    [415, 'file-type-not-allowed', formOf({ name: 'a.webp', bytes: picture('animated.webp') })],
    [415, 'file-type-not-allowed', formOf({ name: 'a.jpg', bytes: picture('exif.jpg').subarray(0, 500) })],
    [413, 'file-too-large', formOf({ name: 'a.jpg', bytes: wide })],
    [413, 'file-too-large', formOf({ name: 'a.jpg', bytes: Buffer.alloc(2 * 1024 * 1024 + 1, 255) })],
    [422, 'file-empty', formOf({ name: 'a.jpg', bytes: '' })],
    [422, 'invalid-request', new FormData()],
    [415, 'content-type-not-supported', {}],
  ]
  for (const [method, at] of PATHS)
    for (const [status, code, form] of cases)
      expect(await maria.send(method, at, form), code).toMatchObject({ status, body: { code } })
  expect(await keysIn(world)).toEqual(before)
})

test('the store away: 503, and the old picture stays', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const { body } = await maria.put('/api/v1/users/me/avatar', formOf(JPEG))
  await fetch(`${world.sandbox.s3Url}/control/faults`, {
    method: 'PUT',
    body: JSON.stringify([{ match: { method: '*' }, effect: 'reset' }]),
  })
  const refused = await maria.put('/api/v1/users/me/avatar', formOf(JPEG))
  expect(refused).toMatchObject({ status: 503, body: { code: 'file-store-away' } })
  const { profile_picture_url } = body as { profile_picture_url: string }
  expect((await maria.get('/auth/me')).body).toMatchObject({ profile_picture_url })
})

test('who was taken out while their picture was on its way gets none', async () => {
  await using world = await createWorld()
  const [maria, rita] = [await world.signIn('1001'), await world.signIn('9001')]
  const { isHeld, goOn } = holdNextPut(world.gateway.ports.files)
  const changing = maria.send('PUT', '/api/v1/users/me/avatar', formOf(JPEG))
  await isHeld
  const wish = { reason: 'Pedido da titular', confirm: '1001' }
  expect((await rita.post('/api/v1/admin/users/1/erase', wish)).status).toBe(202)
  await world.settle({ hurry: true })
  goOn()
  expect(await changing).toMatchObject({ status: 401, body: { code: 'session-ended' } })
  expect(await world.sql`select profile_picture from users where id = 1`).toEqual([{ profile_picture: null }])
})
