import { expect, test } from 'vitest'
import { openPortal, type Portal } from './portal.ts'

const ADD = { entityTypeId: 2, fields: { title: 'Chamado', categoryId: 19 } }

const add = (portal: Portal, options: { signal?: AbortSignal } = {}) =>
  fetch(`${portal.url}/rest/1/sandbox/crm.item.add`, {
    method: 'POST',
    body: JSON.stringify(ADD),
    ...options,
  })

const deals = async (portal: Portal) => Number((await portal.control('GET', 'counts')).deals)

test('a connection can be cut before the work, and after it', async () => {
  await using portal = await openPortal()
  const match = { method: 'crm.item.add' }
  await portal.control('PUT', 'faults', [{ match, effect: 'reset', times: 1 }])
  await expect(add(portal)).rejects.toThrow()
  expect(await deals(portal)).toBe(40)
  await portal.control('PUT', 'faults', [{ match, effect: 'lost-answer', times: 1 }])
  await expect(add(portal)).rejects.toThrow()
  expect(await deals(portal)).toBe(41)
  expect((await add(portal)).status).toBe(200)
})

test('an answer can be half of itself, or nonsense, or never come', async () => {
  await using portal = await openPortal()
  const match = { method: '*' }
  await portal.control('PUT', 'faults', [{ match, effect: 'truncate', times: 1 }])
  await expect(add(portal).then((response) => response.json())).rejects.toThrow()
  await portal.control('PUT', 'faults', [{ match, effect: 'garbage', times: 1 }])
  await expect((await add(portal)).json()).rejects.toThrow(SyntaxError)
  expect(await deals(portal)).toBe(42)
  await portal.control('PUT', 'faults', [{ match, effect: 'hang', times: 1 }])
  await expect(add(portal, { signal: AbortSignal.timeout(100) })).rejects.toThrow('timeout')
  expect(await deals(portal)).toBe(42)
})

test('a status and a code can be ordered, for one method, one employee, so often and from then on', async () => {
  await using portal = await openPortal()
  await portal.control('PUT', 'faults', [
    {
      match: { method: 'profile', user: '43' },
      effect: 'status',
      code: 503,
      error: 'OVERLOAD_LIMIT',
      after: 1,
      times: 2,
    },
  ])
  const ask = async (user: number) => (await portal.call('profile', {}, { user })).status
  const asked: number[] = []
  for (const user of [43, 42, 43, 43, 42, 43]) asked.push(await ask(user))
  expect(asked).toEqual([200, 200, 503, 503, 200, 200])
  expect((await portal.call('crm.deal.fields', {}, { user: 43 })).status).toBe(200)
})

test('a portal that was renamed answers 302 with its new address', async () => {
  await using portal = await openPortal()
  await portal.control('PUT', 'faults', [
    { match: { method: '*' }, effect: 'status', code: 302, location: 'https://new.example/rest/' },
  ])
  const response = await fetch(`${portal.url}/rest/1/sandbox/profile`, { redirect: 'manual' })
  expect([response.status, response.headers.get('location')]).toEqual([302, 'https://new.example/rest/'])
})

test('inside of a batch a rule strikes the command, or the whole where the whole is lost', async () => {
  await using portal = await openPortal()
  const match = { method: 'crm.deal.get' }
  const cmd = { a: 'crm.deal.get?id=7401', b: 'server.time', c: 'crm.deal.get?id=7402' }
  await portal.control('PUT', 'faults', [
    { match, effect: 'status', code: 500, error: 'ERROR_UNEXPECTED_ANSWER', times: 1 },
  ])
  expect(await portal.result('batch', { cmd })).toMatchObject({
    result_error: { a: { error: 'ERROR_UNEXPECTED_ANSWER' } },
    result: { b: expect.any(String), c: { ID: '7402' } },
  })
  await portal.control('PUT', 'faults', [{ match, effect: 'lost-answer' }])
  await expect(portal.result('batch', { cmd })).rejects.toThrow()
})

test('the same seed strikes the same calls, and rules hold over a restart', async () => {
  const rule = { match: { method: 'profile' }, effect: 'status', code: 500, probability: 0.4, seed: 11 }
  const play = async (portal: Portal) => {
    const statuses: number[] = []
    for (let index = 0; index < 20; index++) statuses.push((await portal.call('profile')).status)
    return statuses
  }
  await using first = await openPortal()
  await first.control('PUT', 'faults', [rule])
  const struck = await play(first)
  expect(new Set(struck)).toEqual(new Set([200, 500]))
  await using second = await openPortal({ folder: first.folder })
  expect(await second.control('GET', 'faults')).toMatchObject([rule])
  expect(await play(second)).toEqual(struck)
})

test('a rule that makes no sense is refused with a sentence, and the old ones stay', async () => {
  await using portal = await openPortal()
  await portal.control('PUT', 'faults', [{ match: {}, effect: 'latency', ms: 0 }])
  const { status, body } = await portal.send('PUT', `${portal.url}/control/faults`, [
    { match: { method: 'x' }, effect: 'explode' },
  ])
  expect(status).toBe(400)
  expect(body.error).toContain('Invalid')
  expect(await portal.control('GET', 'faults')).toHaveLength(1)
})
