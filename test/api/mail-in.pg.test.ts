import { expect, test } from 'vitest'
import { bring, MAIL_SECRET, mailOf } from '#test/mail-in/relay.ts'
import { createWorld } from '#test/world.ts'

const url = (world: { url: string }) => ({ url: world.url })

test('without a secret nothing is taken; with one, only what it signed, now, and once', async () => {
  await using closed = await createWorld({ ROLE: 'api' })
  expect(await bring({ ...url(closed), body: mailOf() })).toMatchObject({
    status: 404,
    body: { code: 'not-found' },
  })

  await using world = await createWorld({ ROLE: 'api', MAIL_INBOUND_SECRET: MAIL_SECRET })
  const body = mailOf({ text: 'Olá' })
  const now = Math.floor(Date.now() / 1000)
  const taken = await bring({ ...url(world), body, timestamp: now })
  expect(taken).toMatchObject({ status: 202, body: { id: expect.any(Number) } })
  const [mail] = await world.sql`select id::int, size_bytes, verdict, key from inbound_mails`
  expect(mail).toMatchObject({
    ...(taken.body as object),
    size_bytes: Buffer.byteLength(body),
    verdict: null,
  })
  const [job] = await world.sql`select name, payload from jobs where name = 'take-mail'`
  expect(job).toEqual({ name: 'take-mail', payload: { mailId: mail?.id } })
  const stored = await world.gateway.ports.files.get(String(mail?.key))
  expect(await new Response(stored).text()).toBe(body)

  for (const [status, code, request] of [
    [409, 'mail-already-taken', { body, timestamp: now }],
    [403, 'mail-not-signed', { body, secret: 'outra' }],
    [403, 'mail-not-signed', { body, timestamp: now - 400 }],
    [403, 'mail-not-signed', { body, timestamp: now + 400 }],
    [415, 'content-type-not-supported', { body, type: 'text/plain' }],
    [422, 'invalid-request', { body: '', timestamp: now - 1 }],
    [400, 'malformed-json', { body: '{', type: 'application/json' }],
    [422, 'invalid-request', { body: '{"raw":7}', type: 'application/json' }],
    [422, 'invalid-request', { body: '{"raw":"***"}', type: 'application/json' }],
    [413, 'body-too-large', { body: 'x'.repeat(25 * 1024 * 1024 + 1), timestamp: now - 2 }],
  ] as const)
    expect(await bring({ ...url(world), ...request }), code).toMatchObject({ status, body: { code } })

  const raw = Buffer.from(mailOf()).toString('base64')
  const asJson = { type: 'application/json', body: JSON.stringify({ raw }) }
  expect(await bring({ ...url(world), ...asJson })).toMatchObject({ status: 202 })
  expect(await world.sql`select id from inbound_mails`).toHaveLength(2)
  // What was refused left no bytes behind.
  const left = []
  for await (const { key } of world.gateway.ports.files.list('mails/')) left.push(key)
  expect(left).toHaveLength(2)
})
