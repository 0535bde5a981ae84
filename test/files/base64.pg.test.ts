import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Base64File, storeBase64 } from '#src/files/store-base64.ts'
import type { UserId } from '#src/ids.ts'
import { createWorld, type World } from '#test/world.ts'
import { EXE, PNG } from './samples.ts'

const MB = 1024 * 1024
let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const store = (...files: Base64File[]) => storeBase64(world.gateway.ports, { userId: 1 as UserId }, files)
const text = (bytes: string | Uint8Array, filename = 'a.txt') => ({
  filename,
  content: Buffer.from(bytes).toString('base64'),
})
const sizes = async () =>
  (await world.sql`select size_bytes from files order by id`).map((row) => row.size_bytes)

test.each([
  ['plain', 'b2zDoSE=', 5],
  ['without padding', 'b2zDoSE', 5],
  ['behind a data: address', 'data:text/plain;charset=utf-8;base64,b2zDoSE=', 5],
  ['in lines', 'b2zD\r\noSE=\r\n', 5],
])('F-01: base64 %s is taken', async (_, content, size) => {
  await store({ filename: 'a.txt', content })
  expect((await sizes()).at(-1)).toBe(size)
})

test.each([
  'b2z$oSE=',
  'b',
  'b2zDoSE==',
  'b2=zDoSE',
  'b2zDoSE=b2zDoSE=',
  '====',
  'data:text/plain,olá',
  'não é base64',
  '☃',
])('F-01: what is no base64 is refused, and nothing is kept: %s', async (content) => {
  const before = await sizes()
  await expect(store(text('a'), { filename: 'b.txt', content })).rejects.toMatchObject({
    code: 'invalid-request',
    fields: [{ in: 'body', path: ['attachments', 1, 'content'], rule: 'base64' }],
  })
  expect(await sizes()).toEqual(before)
})

test('F-12: limits count decoded bytes; all are kept or none', async () => {
  const before = await sizes()
  const seven = 'a'.repeat(7 * MB)
  await expect(store(text(''))).rejects.toMatchObject({ code: 'file-empty' })
  await expect(store(text('a'.repeat(10 * MB + 1)))).rejects.toMatchObject({ code: 'file-too-large' })
  await expect(store(...Array.from({ length: 11 }, () => text('a')))).rejects.toMatchObject({
    code: 'too-many-files',
  })
  await expect(store(text(seven), text(seven), text(seven), text(seven))).rejects.toMatchObject({
    code: 'file-too-large',
  })
  await expect(store(text('a'), text(PNG, 'b.png'), text(EXE, 'c.png'))).rejects.toMatchObject({
    code: 'file-type-not-allowed',
    params: { name: 'c.png' },
  })
  expect(await sizes()).toEqual(before)
  expect(
    await store(text('a'.repeat(10 * MB)), text('a'.repeat(10 * MB)), text('a'.repeat(5 * MB))),
  ).toHaveLength(3)
})
