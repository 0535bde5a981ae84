import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { linkTo } from '#src/files/file-view.ts'
import { storeBase64 } from '#src/files/store-base64.ts'
import { storeUpload } from '#src/files/store-upload.ts'
import type { UserId } from '#src/ids.ts'
import { createWorld } from '#test/world.ts'
import { holdNextPut } from './hold-next-put.ts'

const MARIA = { userId: 1 as UserId }
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('F-11: what was stored comes back byte for byte, by a link that says what it is and how it is called', async () => {
  await using world = await createWorld()
  const { ports } = world.gateway
  const noise = randomBytes(3_000_000)
  async function* stream() {
    yield PNG
    for (let at = 0; at < noise.length; at += 50_000) yield noise.subarray(at, at + 50_000)
  }
  const row = await storeUpload(ports, MARIA, {
    filename: 'Nota fiscal (março) 50%+1 #2.png',
    stream: stream(),
  })
  const link = await linkTo(ports.files, row, 300)
  const answer = await fetch(link)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('image/png')
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''Nota%20fiscal/)
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.concat([PNG, noise]))
  const ids = await storeBase64(ports, MARIA, [
    { filename: 'a.txt', content: Buffer.from('olá').toString('base64') },
  ])
  expect(ids).toHaveLength(1)
})

test('whoever is taken out while their bytes come leaves no file behind, neither here nor in the store', async () => {
  await using world = await createWorld()
  const { ports } = world.gateway
  const { isHeld, goOn } = holdNextPut(ports.files)
  const content = Buffer.from('olá').toString('base64')
  const storing = storeBase64(ports, MARIA, [{ filename: 'a.txt', content }])
  await isHeld
  await world.sql`update users set is_active = false where id = ${MARIA.userId}`
  goOn()
  await expect(storing).rejects.toMatchObject({ code: 'session-ended' })
  expect(await world.sql`select id from files`).toEqual([])
  expect(await Array.fromAsync(ports.files.list(''))).toEqual([])
})
