import * as http from 'node:http'
import { expect, test } from 'vitest'
import { openPortal, type Portal } from './portal.ts'

const statuses = async (portal: Portal, count: number) => {
  const answers = await Promise.all(Array.from({ length: count }, () => portal.call('server.time')))
  return answers.map(({ status }) => status)
}

test('a burst fits into the bucket, what comes on top is refused and not done', async () => {
  await using portal = await openPortal({ limits: true })
  await portal.control('PUT', 'limits', { enabled: true, rate: 0.001, burst: 5 })
  expect((await statuses(portal, 7)).sort()).toEqual([200, 200, 200, 200, 200, 503, 503])
  const { body } = await portal.call('crm.deal.add', { fields: {} })
  expect(body).toEqual({ error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' })
  expect(await portal.control('GET', 'counts')).toMatchObject({ deals: 40 })
})

test('each address that calls has a bucket of its own, and a batch takes one place', async () => {
  await using portal = await openPortal({ limits: true })
  await portal.control('PUT', 'limits', { enabled: true, rate: 0.001, burst: 1 })
  const cmd = Array.from({ length: 50 }, () => 'server.time')
  expect((await portal.call('batch', { cmd })).status).toBe(200)
  expect((await portal.call('server.time')).status).toBe(503)
  const elsewhere = await new Promise<number | undefined>((resolve, reject) => {
    const url = new URL(`${portal.url}/rest/1/sandbox/server.time`)
    const from = { host: '127.0.0.1', port: url.port, path: url.pathname, localAddress: '127.0.0.2' }
    const headers = { Host: url.host }
    http
      .get({ ...from, headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
      .once('error', reject)
  })
  expect(elsewhere).toBe(200)
})

test('a method that has used up its time is blocked until the oldest minute drops out, others go on', async () => {
  await using portal = await openPortal({ limits: true })
  await portal.control('PUT', 'limits', {
    enabled: true,
    burst: 1000,
    operating: { limitSeconds: 10, windowSeconds: 600, costSeconds: { 'crm.deal.list': 6 } },
  })
  const list = () => portal.call('crm.deal.list', { select: ['ID'] })
  const first = await list()
  expect(first.body.time).toMatchObject({ operating: 6 })
  const crossing = await list()
  expect(crossing).toMatchObject({ status: 200, body: { time: { operating: 12 } } })
  expect(await list()).toMatchObject({
    status: 429,
    body: {
      error: 'OPERATION_TIME_LIMIT',
      error_description: 'Method is blocked due to operation time limit.',
    },
  })
  expect((await portal.call('crm.deal.fields')).status).toBe(200)
  expect((await portal.call('crm.deal.list', {}, { user: 42 })).status).toBe(200)
  const { operating_reset_at: resetAt } = crossing.body.time as { operating_reset_at: number }
  const { now } = (await portal.control('GET', 'clock')) as never as { now: number }
  expect(resetAt).toBeGreaterThan(now + 590)
  await portal.control('POST', 'clock', { forwardSeconds: resetAt - now + 1 })
  expect((await list()).status).toBe(200)
})

test('commands of a batch are charged to their methods, or to the batch where the portal is measured so', async () => {
  await using portal = await openPortal({ limits: true })
  const operating = { limitSeconds: 5, costSeconds: { 'crm.deal.fields': 6 } }
  const cmd = ['crm.deal.fields', 'crm.deal.fields']
  const codes = async () => {
    const { result_error } = await portal.result<{ result_error: { error: string }[] }>('batch', { cmd })
    return Object.values(result_error).map(({ error }) => error)
  }
  await portal.control('PUT', 'limits', { enabled: true, burst: 1000, operating })
  expect(await codes()).toEqual(['OPERATION_TIME_LIMIT'])
  await portal.control('PUT', 'limits', {
    enabled: true,
    burst: 1000,
    operating: { ...operating, chargeBatch: 'batch' },
  })
  expect(await codes()).toEqual([])
  expect(await portal.call('batch', { cmd })).toMatchObject({ status: 429 })
})

test('a request that takes too long is cut, and what a batch had left is not done', async () => {
  await using portal = await openPortal({ limits: true })
  await portal.control('PUT', 'limits', { enabled: true, burst: 1000, requestSeconds: 2 })
  await portal.control('PUT', 'faults', [{ match: { method: 'crm.deal.add' }, effect: 'latency', ms: 700 }])
  const cmd = Array.from({ length: 10 }, () => 'crm.deal.add?fields[TITLE]=lento')
  const answer = await fetch(`${portal.url}/rest/1/sandbox/batch`, {
    method: 'POST',
    body: JSON.stringify({ cmd }),
  })
  expect(answer.status).toBe(504)
  expect(answer.headers.get('content-type')).toContain('text/html')
  await portal.control('PUT', 'faults', [])
  const { deals } = (await portal.control('GET', 'counts')) as never as { deals: number }
  expect(deals).toBeGreaterThan(40)
  expect(deals).toBeLessThan(45)
})

test('limits hold over a restart', async () => {
  await using first = await openPortal({ limits: true })
  await first.control('PUT', 'limits', { enabled: true, rate: 5, burst: 250 })
  first.portal.db.exec('PRAGMA wal_checkpoint')
  await using second = await openPortal({ folder: first.folder, limits: true })
  expect(await second.control('GET', 'limits')).toMatchObject({ enabled: true, rate: 5, burst: 250 })
})
