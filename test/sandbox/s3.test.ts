import { Readable } from 'node:stream'
import { CopyConditions } from 'minio'
import { expect, test } from 'vitest'
import { BUCKET, codeOf, collect, createS3, md5, textOf } from './s3-server.ts'

const KEYS = [
  '%41 is no A',
  '1.txt',
  'a b+c%d/olá ü.txt',
  'a/b/c',
  'a=b&c?d#e',
  `long/${'x'.repeat(1019)}`,
  'q\'uo(te)!*&<>".txt',
  'emoji/😀.txt',
  'Ωmega/ﬀ',
]
const nameOf = ({ name, prefix }: { name?: string; prefix?: string }) => name ?? prefix

test('an object comes back byte for byte, with its type and what was said about it', async () => {
  await using s3 = await createS3()
  const bytes = Buffer.from(Uint8Array.from({ length: 70_000 }, (_, index) => index % 256))
  const { etag } = await s3.client.putObject(BUCKET, 'report.pdf', bytes, bytes.length, {
    'Content-Type': 'application/pdf',
    'Content-Disposition': 'attachment; filename="report.pdf"',
    'Cache-Control': 'private',
    'X-Amz-Meta-Ticket': '7405',
  })
  expect(etag).toBe(md5(bytes))
  expect(Buffer.concat(await collect(await s3.client.getObject(BUCKET, 'report.pdf')))).toEqual(bytes)
  expect(await s3.client.statObject(BUCKET, 'report.pdf')).toMatchObject({
    size: bytes.length,
    etag,
    metaData: {
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="report.pdf"',
      'cache-control': 'private',
      ticket: '7405',
    },
  })
})

test('keys with spaces, signs and other alphabets stay what they are', async () => {
  await using s3 = await createS3()
  for (const key of KEYS) await s3.client.putObject(BUCKET, key, `in ${key}`)
  for (const key of KEYS) expect(await textOf(await s3.client.getObject(BUCKET, key))).toBe(`in ${key}`)
  const listed = await collect(s3.client.listObjectsV2(BUCKET, '', true))
  const inOrder = KEYS.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  expect(listed.map(nameOf)).toEqual(inOrder)
  expect((await collect(s3.client.listObjects(BUCKET, '', true))).map(nameOf)).toEqual(inOrder)
  const link = await s3.client.presignedGetObject(BUCKET, KEYS[2] ?? '', 60)
  expect(await (await fetch(link)).text()).toBe(`in ${KEYS[2]}`)
})

test('a listing is complete over any size of page, and a folder counts as one entry', async () => {
  await using s3 = await createS3()
  const keys = ['a/1', 'a/2', 'a/3', 'b', 'c/1', 'c/d/1', 'd', 'd/', 'd0']
  for (const key of keys) await s3.client.putObject(BUCKET, key, 'x')
  for (const version of ['list-type=2&', '']) {
    for (const [delimiter, expected] of [
      ['', keys],
      ['%2F', ['a/', 'b', 'c/', 'd', 'd/', 'd0']],
    ] as const) {
      for (const size of [1, 2, 3, 1000]) {
        const found: string[] = []
        let next = ''
        do {
          const query = `${version}delimiter=${delimiter}&max-keys=${size}${next}`
          const page = await (await s3.send('GET', `/${BUCKET}?${query}`)).text()
          found.push(
            ...[...page.matchAll(/<(?:Key|CommonPrefixes><Prefix)>(.*?)</g)].map(([, key = '']) => key),
          )
          const [, name, marker = ''] = /<Next(Marker|ContinuationToken)>(.*?)</.exec(page) ?? []
          const parameter = name === 'Marker' ? 'marker' : 'continuation-token'
          next = name ? `&${parameter}=${encodeURIComponent(marker)}` : ''
          expect(page).toContain(`<IsTruncated>${next !== ''}</IsTruncated>`)
        } while (next)
        expect(found.sort(), `${version} ${delimiter} ${size}`).toEqual([...expected].sort())
      }
    }
  }
  expect((await collect(s3.client.listObjectsV2(BUCKET, 'c/', false))).map(nameOf)).toEqual(['c/1', 'c/d/'])
})

test('a range gives just its bytes, from the end too, and one beyond the end is refused', async () => {
  await using s3 = await createS3()
  await s3.client.putObject(BUCKET, 'digits', '0123456789')
  const get = (range: string) => s3.send('GET', `/${BUCKET}/digits`, { headers: { range } })
  for (const [range, text] of Object.entries({
    '2-4': '234',
    '7-': '789',
    '-2': '89',
    '5-99': '56789',
    '-99': '0123456789',
  })) {
    const response = await get(`bytes=${range}`)
    expect([response.status, await response.text()], range).toEqual([206, text])
  }
  expect((await get('bytes=2-4')).headers.get('content-range')).toBe('bytes 2-4/10')
  const beyond = await get('bytes=10-')
  expect([beyond.status, await codeOf(beyond)]).toEqual([416, 'InvalidRange'])
  expect((await get('lines=1-2')).status).toBe(200)
})

test('conditions are kept, on reading and on writing', async () => {
  await using s3 = await createS3()
  const { etag } = await s3.client.putObject(BUCKET, 'a', 'one')
  const status = async (method: string, headers: Record<string, string>) =>
    (await s3.send(method, `/${BUCKET}/a`, { headers, ...(method === 'PUT' && { body: 'two' }) })).status
  expect(await status('GET', { 'if-none-match': `"${etag}"` })).toBe(304)
  expect(await status('GET', { 'if-none-match': '"other"' })).toBe(200)
  expect(await status('GET', { 'if-match': '"other"' })).toBe(412)
  expect(await status('GET', { 'if-modified-since': new Date().toUTCString() })).toBe(304)
  expect(await status('GET', { 'if-unmodified-since': new Date(0).toUTCString() })).toBe(412)
  expect(await status('PUT', { 'if-none-match': '*' })).toBe(412)
  expect(await status('PUT', { 'if-match': '"other"' })).toBe(412)
  expect(await status('PUT', { 'if-match': `"${etag}"` })).toBe(200)
})

test('a copy has the bytes and the metadata, and outlives what it was made of', async () => {
  await using s3 = await createS3()
  const source = Readable.from([Buffer.alloc(6_000_000, 'a'), Buffer.alloc(10, 'b')])
  await s3.client.putObject(BUCKET, 'first', source, undefined, { 'X-Amz-Meta-Who': 'olga' })
  await s3.client.copyObject(BUCKET, 'second', `/${BUCKET}/first`, new CopyConditions())
  await s3.client.removeObject(BUCKET, 'first')
  expect(await textOf(await s3.client.getPartialObject(BUCKET, 'second', 5_999_998))).toBe('aabbbbbbbbbb')
  expect((await s3.client.statObject(BUCKET, 'second')).metaData).toMatchObject({ who: 'olga' })
  expect(s3.filesLeft()).toHaveLength(2)
})

test('what is overwritten or deleted leaves no bytes behind, and only an empty bucket can go', async () => {
  await using s3 = await createS3()
  for (const key of ['a', 'a', 'b <&> c', 'c']) await s3.client.putObject(BUCKET, key, 'x')
  expect(s3.filesLeft()).toHaveLength(3)
  await expect(s3.client.removeBucket(BUCKET)).rejects.toMatchObject({ code: 'BucketNotEmpty' })
  expect(await (await s3.send('GET', `/${BUCKET}`)).text()).toContain('<Key>b &lt;&amp;&gt; c</Key>')
  await s3.client.removeObjects(BUCKET, ['a', 'b <&> c', 'was never there'])
  await s3.client.removeObject(BUCKET, 'c')
  expect(s3.filesLeft()).toEqual([])
  await s3.client.removeBucket(BUCKET)
  expect(await s3.client.listBuckets()).toEqual([])
  expect(await s3.client.bucketExists(BUCKET)).toBe(false)
})

test('each refusal has the code that S3 gives it', async () => {
  await using s3 = await createS3()
  await s3.client.putObject(BUCKET, 'a', 'x')
  const refused: Record<
    string,
    [method: string, target: string, options?: { body?: string; headers?: Record<string, string> }]
  > = {
    NoSuchBucket: ['PUT', '/nowhere-at-all/a', { body: 'x' }],
    NoSuchKey: ['GET', `/${BUCKET}/b`],
    NoSuchVersion: ['GET', `/${BUCKET}/a?versionId=7`],
    BucketAlreadyOwnedByYou: ['PUT', `/${BUCKET}`],
    InvalidBucketName: ['PUT', '/No_Bucket'],
    InvalidRegion: [
      'PUT',
      '/other',
      {
        body: '<CreateBucketConfiguration><LocationConstraint>mars</LocationConstraint></CreateBucketConfiguration>',
      },
    ],
    KeyTooLongError: ['PUT', `/${BUCKET}/${'k'.repeat(1025)}`, { body: 'x' }],
    XMinioInvalidObjectName: ['PUT', `/${BUCKET}/a//b`, { body: 'x' }],
    InvalidURI: ['GET', `/${BUCKET}/%ff`],
    MethodNotAllowed: ['PATCH', `/${BUCKET}/a`],
    NotImplemented: ['PUT', `/${BUCKET}?policy=`, { body: '{}' }],
    MalformedXML: ['POST', `/${BUCKET}?delete=`, { body: '<Delete><Object>' }],
    InvalidDigest: ['PUT', `/${BUCKET}/b`, { body: 'x', headers: { 'content-md5': 'nonsense' } }],
    BadDigest: [
      'PUT',
      `/${BUCKET}/b`,
      { body: 'x', headers: { 'content-md5': Buffer.alloc(16).toString('base64') } },
    ],
    MetadataTooLarge: ['PUT', `/${BUCKET}/b`, { body: 'x', headers: { 'x-amz-meta-a': 'a'.repeat(2048) } }],
    MaxMessageLengthExceeded: ['POST', `/${BUCKET}?delete=`, { body: ' '.repeat(4 * 1024 * 1024 + 1) }],
    NoSuchBucketPolicy: ['GET', `/${BUCKET}?policy=`],
    NoSuchLifecycleConfiguration: ['GET', `/${BUCKET}?lifecycle=`],
    InvalidArgument: ['GET', `/${BUCKET}?max-keys=many`],
  }
  for (const [code, [method, target, options]] of Object.entries(refused)) {
    expect(await codeOf(await s3.send(method, target, options)), code).toBe(code)
  }
  expect(await collect(s3.client.listObjectsV2(BUCKET, '', true))).toHaveLength(1)
  expect(s3.filesLeft()).toHaveLength(1)
})

test('a page of another origin may use a link that it was given, as with MinIO', async () => {
  await using s3 = await createS3()
  const link = await s3.client.presignedPutObject(BUCKET, 'from a page', 60)
  const origin = 'http://portal.example'
  const asked = {
    origin,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'content-type',
  }
  const preflight = await fetch(link, { method: 'OPTIONS', headers: asked })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
  const put = await fetch(link, { method: 'PUT', body: 'x', headers: { origin } })
  expect([put.status, put.headers.get('access-control-allow-origin')]).toEqual([200, origin])
})
