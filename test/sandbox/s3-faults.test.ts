import { once } from 'node:events'
import * as http from 'node:http'
import { expect, test } from 'vitest'
import { BUCKET, codeOf, createS3, textOf } from './s3-server.ts'

type S3 = Awaited<ReturnType<typeof createS3>>
type Entry = {
  method: string
  status: number | null
  caller: string
  receivedBytes: number
  sentBytes: number
  durationMs: number
}

const put = (s3: S3) => s3.send('PUT', `/${BUCKET}/a`, { body: 'new' })
const get = (s3: S3) => s3.send('GET', `/${BUCKET}/a`)
const requests = async (s3: S3) => (await (await s3.control('GET', 'requests')).json()) as Entry[]

test('a status is answered instead of the work, as S3 would say it', async () => {
  await using s3 = await createS3()
  await s3.faults({ match: { method: 'PutObject' }, effect: 'status', code: 503, times: 1 })
  const refused = await put(s3)
  expect([refused.status, await codeOf(refused)]).toEqual([503, 'SlowDown'])
  expect(s3.filesLeft()).toEqual([])
  await s3.client.putObject(BUCKET, 'a', 'x')
  await s3.faults({
    match: { method: '*', user: 'ponte' },
    effect: 'status',
    code: 403,
    error: 'AccountProblem',
  })
  expect(await codeOf(await get(s3))).toBe('AccountProblem')
  await s3.faults({ match: { method: '*', user: 'somebody else' }, effect: 'status', code: 500 })
  expect((await get(s3)).status).toBe(200)
})

test('a reset comes before the work, a lost answer after it', async () => {
  await using s3 = await createS3()
  await s3.client.putObject(BUCKET, 'a', 'old')
  await s3.faults({ match: { method: 'PutObject' }, effect: 'reset', times: 1 })
  await expect(put(s3)).rejects.toThrow()
  expect(await textOf(await s3.client.getObject(BUCKET, 'a'))).toBe('old')
  await s3.faults({ match: { method: 'PutObject' }, effect: 'lost-answer', times: 1 })
  await expect(put(s3)).rejects.toThrow()
  expect(await textOf(await s3.client.getObject(BUCKET, 'a'))).toBe('new')
})

test('who is left hanging gets no answer, and nothing was done', async () => {
  await using s3 = await createS3()
  await s3.faults({ match: { method: 'PutObject' }, effect: 'hang' })
  const gaveUp = AbortSignal.timeout(50)
  const link = await s3.client.presignedPutObject(BUCKET, 'a', 60)
  await expect(fetch(link, { method: 'PUT', body: 'x'.repeat(3_000_000), signal: gaveUp })).rejects.toThrow()
  await s3.faults()
  expect((await get(s3)).status).toBe(404)
})

test('half of an object or of an XML answer arrives, and the client notices', async () => {
  await using s3 = await createS3()
  await s3.client.putObject(BUCKET, 'a', Buffer.alloc(1_000_000))
  await s3.faults({ match: { method: '*' }, effect: 'truncate' })
  const response = await get(s3)
  expect(response.headers.get('content-length')).toBe('1000000')
  await expect(response.arrayBuffer()).rejects.toThrow()
  await expect((await s3.send('GET', `/${BUCKET}?list-type=2`)).text()).rejects.toThrow()
  await expect
    .poll(async () => (await requests(s3)).find(({ method }) => method === 'GetObject'), { timeout: 60_000 })
    .toMatchObject({ sentBytes: 500_000 })
})

test('garbage is an answer that is no S3, after the work was done', async () => {
  await using s3 = await createS3()
  await s3.faults({ match: { method: 'PutObject' }, effect: 'garbage' })
  const response = await put(s3)
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('<html>')])
  expect((await get(s3)).status).toBe(200)
})

test('latency delays, and does not outlast a client that leaves', async () => {
  await using s3 = await createS3()
  await s3.faults({ match: { method: 'HeadBucket' }, effect: 'latency', ms: 30 })
  expect(await s3.client.bucketExists(BUCKET)).toBe(true)
  expect((await requests(s3)).at(-1)?.durationMs).toBeGreaterThanOrEqual(29)
  await s3.faults({ match: { method: '*' }, effect: 'latency', ms: 600_000 })
  const left = fetch(await s3.client.presignedGetObject(BUCKET, 'a', 60), { signal: AbortSignal.timeout(50) })
  await expect(left).rejects.toThrow()
})

test('what was asked is remembered with its operation, its sender and its size', async () => {
  await using s3 = await createS3()
  await s3.control('DELETE', 'requests')
  await put(s3)
  await get(s3)
  await fetch(`${s3.url}/${BUCKET}/a`)
  await expect
    .poll(() => requests(s3), { timeout: 60_000 })
    .toMatchObject([
      { method: 'PutObject', caller: 'ponte', status: 200, receivedBytes: 3 },
      { method: 'GetObject', caller: 'ponte', status: 200, sentBytes: 3 },
      { method: 'GetObject', caller: null, status: 403 },
    ])
})

test('a reset of all leaves nothing, and the counts say so', async () => {
  await using s3 = await createS3()
  await put(s3)
  await s3.client.initiateNewMultipartUpload(BUCKET, 'b', {})
  const counts = async () => await (await s3.control('GET', 'counts')).json()
  expect(await counts()).toEqual({ buckets: 1, objects: 1, bytes: 3, uploads: 1 })
  expect((await s3.control('POST', 'reset')).status).toBe(204)
  expect(await counts()).toEqual({ buckets: 0, objects: 0, bytes: 0, uploads: 0 })
  expect(s3.filesLeft()).toEqual([])
})

test('faults that make no sense are refused with a sentence, and the old ones stay', async () => {
  await using s3 = await createS3()
  await s3.faults({ match: { method: 'GetObject' }, effect: 'garbage' })
  for (const body of ['no json', '{}', '[{"effect":"magic"}]', `"${'x'.repeat(1_100_000)}"`]) {
    const response = await fetch(`${s3.url}/control/faults`, { method: 'PUT', body })
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: expect.stringMatching(/^(The|These) .+/) },
    ])
  }
  expect(await (await s3.control('GET', 'faults')).json()).toMatchObject([{ effect: 'garbage' }])
  expect((await s3.control('GET', 'nonsense')).status).toBe(404)
})

test('control is for this machine: no other name, no page of another site, no bucket of that name', async () => {
  await using s3 = await createS3()
  const status = async (headers: Record<string, string>) => {
    const request = http.request(`${s3.url}/control/reset`, { method: 'POST', headers }).end()
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    return response.resume().statusCode
  }
  expect(await status({ host: 'evil.example' })).toBe(421)
  expect(await status({ host: 'localhost.evil.example' })).toBe(421)
  expect(await status({ origin: 'https://evil.example' })).toBe(403)
  expect(await s3.client.bucketExists(BUCKET)).toBe(true)
  expect(await status({ host: 'localhost:3101', origin: 'http://localhost:3100' })).toBe(204)
  await expect(s3.client.makeBucket('control')).rejects.toThrow()
})
