import { Readable } from 'node:stream'
import { CopyDestinationOptions, CopySourceOptions } from 'minio'
import { expect, test } from 'vitest'
import { BUCKET, codeOf, collect, createS3, md5, textOf } from './s3-server.ts'

type S3 = Awaited<ReturnType<typeof createS3>>
const MIB = 1024 * 1024

const start = (s3: S3, key: string) =>
  s3.client.initiateNewMultipartUpload(BUCKET, key, { 'content-type': 'text/plain' })
const part = (s3: S3, key: string, id: string, number: number | string, body: Buffer) =>
  s3.send('PUT', `/${BUCKET}/${key}?partNumber=${number}&uploadId=${id}`, { body })
const complete = (s3: S3, key: string, id: string, parts: [number: number, body: Buffer][]) => {
  const list = parts.map(
    ([number, body]) => `<Part><PartNumber>${number}</PartNumber><ETag>"${md5(body)}"</ETag></Part>`,
  )
  const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`
  return s3.send('POST', `/${BUCKET}/${key}?uploadId=${id}`, { body })
}

test('a stream whose size nobody knows becomes one object, readable across its parts', async () => {
  await using s3 = await createS3()
  const pieces = [1, 2, 3, 4, 5, 6, 7].map((value) => Buffer.alloc(2 * MIB, value))
  const { etag } = await s3.client.putObject(BUCKET, 'stream', Readable.from(pieces))
  expect(etag).toMatch(/^[0-9a-f]{32}-3$/)
  const whole = Buffer.concat(await collect(await s3.client.getObject(BUCKET, 'stream')))
  expect(whole.equals(Buffer.concat(pieces))).toBe(true)
  const seam = await collect(await s3.client.getPartialObject(BUCKET, 'stream', 10 * MIB - 2, 4))
  expect([...Buffer.concat(seam)]).toEqual([5, 5, 6, 6])
})

test('the parts that were named make the object, in order, and the others are dropped', async () => {
  await using s3 = await createS3()
  const [first, second, other] = [Buffer.alloc(5 * MIB, 'a'), Buffer.from('end'), Buffer.from('not wanted')]
  const id = await start(s3, 'parts')
  for (const [number, body] of [
    [9, other],
    [7, second],
    [2, second],
    [2, first],
  ] as const) {
    expect((await part(s3, 'parts', id, number, body)).status).toBe(200)
  }
  const listed = await (await s3.send('GET', `/${BUCKET}/parts?uploadId=${id}`)).text()
  expect([...listed.matchAll(/<PartNumber>(\d+)</g)].map(([, number]) => number)).toEqual(['2', '7', '9'])
  await expect(s3.client.statObject(BUCKET, 'parts')).rejects.toMatchObject({ code: 'NotFound' })
  const answer = await complete(s3, 'parts', id, [
    [2, first],
    [7, second],
  ])
  const etag = `${md5(Buffer.concat([first, second].map((body) => Buffer.from(md5(body), 'hex'))))}-2`
  expect(await answer.text()).toContain(etag)
  expect(await s3.client.statObject(BUCKET, 'parts')).toMatchObject({
    size: 5 * MIB + 3,
    etag,
    metaData: { 'content-type': 'text/plain' },
  })
  expect(s3.filesLeft()).toHaveLength(2)
  expect(await codeOf(await complete(s3, 'parts', id, [[2, first]]))).toBe('NoSuchUpload')
})

test('an upload that is not finished rightly stays unfinished', async () => {
  await using s3 = await createS3()
  const [small, last] = [Buffer.from('small'), Buffer.from('last')]
  const id = await start(s3, 'a')
  await part(s3, 'a', id, 1, small)
  await part(s3, 'a', id, 2, last)
  const finish = async (...parts: [number, Buffer][]) => await codeOf(await complete(s3, 'a', id, parts))
  expect(await finish([1, small], [2, last])).toBe('EntityTooSmall')
  expect(await finish([2, last], [1, small])).toBe('InvalidPartOrder')
  expect(await finish([1, last])).toBe('InvalidPart')
  expect(await finish([3, last])).toBe('InvalidPart')
  expect(await finish()).toBe('MalformedXML')
  for (const number of [0, 10_001, 'x']) {
    expect(await codeOf(await part(s3, 'a', id, number, small)), String(number)).toBe('InvalidArgument')
  }
  expect(await codeOf(await part(s3, 'other', id, 1, small))).toBe('NoSuchUpload')
  expect((await part(s3, 'a', id, 10_000, small)).status).toBe(200)
})

test('an upload that is given up leaves nothing', async () => {
  await using s3 = await createS3()
  const id = await start(s3, 'folder/a')
  await part(s3, 'folder/a', id, 1, Buffer.from('x'))
  const open = await collect(s3.client.listIncompleteUploads(BUCKET, '', true))
  expect(open).toMatchObject([{ key: 'folder/a', uploadId: id, size: 1 }])
  expect(await collect(s3.client.listIncompleteUploads(BUCKET, '', false))).toMatchObject([
    { prefix: 'folder/' },
  ])
  await s3.client.removeIncompleteUpload(BUCKET, 'folder/a')
  expect(s3.filesLeft()).toEqual([])
  expect(await codeOf(await part(s3, 'folder/a', id, 1, Buffer.from('x')))).toBe('NoSuchUpload')
})

test('objects can be put together on the server', async () => {
  await using s3 = await createS3()
  await s3.client.putObject(BUCKET, 'head', Buffer.alloc(5 * MIB, 'h'))
  await s3.client.putObject(BUCKET, 'tail', 'tail')
  const sources = ['head', 'tail'].map((key) => new CopySourceOptions({ Bucket: BUCKET, Object: key }))
  await s3.client.composeObject(new CopyDestinationOptions({ Bucket: BUCKET, Object: 'whole' }), sources)
  expect(await textOf(await s3.client.getPartialObject(BUCKET, 'whole', 5 * MIB - 1))).toBe('htail')
})
