import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { ACCOUNT, BUCKET, clientOf, codeOf, createS3, sha256, sign, textOf } from './s3-server.ts'

const portOf = (url: string) => Number(new URL(url).port)
const outcome = async (response: Response) => [response.status, await codeOf(response)]

test('a wrong secret and an unknown access key are refused', async () => {
  await using s3 = await createS3()
  const wrong = clientOf(portOf(s3.url), { secretKey: 'another secret' })
  await expect(wrong.listBuckets()).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' })
  const unknown = clientOf(portOf(s3.url), { accessKey: 'mallory' })
  await expect(unknown.listBuckets()).rejects.toMatchObject({ code: 'InvalidAccessKeyId' })
  expect(await outcome(await fetch(`${s3.url}/${BUCKET}`))).toEqual([403, 'AccessDenied'])
})

test('a request signed for another time, region, path, method, query or header is refused', async () => {
  await using s3 = await createS3()
  await s3.client.putObject(BUCKET, 'a', 'x')
  const minutes = (count: number) => new Date(Date.now() + count * 60_000)
  for (const at of [minutes(-16), minutes(16)]) {
    expect(await outcome(await s3.send('GET', `/${BUCKET}/a`, { at }))).toEqual([403, 'RequestTimeTooSkewed'])
  }
  expect((await s3.send('GET', `/${BUCKET}/a`, { at: minutes(-14) })).status).toBe(200)
  await expect(
    clientOf(portOf(s3.url), { region: 'sa-east-1' }).statObject(BUCKET, 'a'),
  ).rejects.toMatchObject({ code: 'AuthorizationHeaderMalformed' })

  const { headers, date } = sign(new URL(`${s3.url}/${BUCKET}/a`), 'GET', {})
  expect((await fetch(`${s3.url}/${BUCKET}/a`, { headers })).status).toBe(200)
  const forged = [403, 'SignatureDoesNotMatch']
  expect(await outcome(await fetch(`${s3.url}/${BUCKET}/b`, { headers }))).toEqual(forged)
  expect(await outcome(await fetch(`${s3.url}/${BUCKET}/a?versionId=1`, { headers }))).toEqual(forged)
  expect(await outcome(await fetch(`${s3.url}/${BUCKET}/a`, { headers, method: 'DELETE' }))).toEqual(forged)
  const dated = { ...headers, 'x-amz-date': date.replace(/.Z$/, (end) => (end === '0Z' ? '1Z' : '0Z')) }
  expect(await outcome(await fetch(`${s3.url}/${BUCKET}/a`, { headers: dated }))).toEqual(forged)
  const unsigned = { 'x-amz-meta-who': 'mallory' }
  expect(await outcome(await s3.send('PUT', `/${BUCKET}/b`, { body: 'x', unsigned }))).toEqual([
    403,
    'AccessDenied',
  ])
})

test('bytes other than the signed ones make no object', async () => {
  await using s3 = await createS3()
  const put = (payloadHash: string) => s3.send('PUT', `/${BUCKET}/a`, { body: 'what came', payloadHash })
  expect(await outcome(await put(sha256('what was signed')))).toEqual([400, 'XAmzContentSHA256Mismatch'])
  expect(s3.filesLeft()).toEqual([])
  expect((await put('UNSIGNED-PAYLOAD')).status).toBe(200)
  const gone = s3.send('DELETE', `/${BUCKET}/a`, { body: 'x', payloadHash: sha256('y') })
  expect(await outcome(await gone)).toEqual([400, 'XAmzContentSHA256Mismatch'])
})

test('a link works until it expires, for its method alone, and with not a character changed', async () => {
  await using s3 = await createS3()
  await s3.client.putObject(BUCKET, 'a', 'secret')
  const said = {
    'response-content-disposition': 'attachment; filename="á.txt"',
    'response-content-type': 'text/x-a',
  }
  const link = await s3.client.presignedGetObject(BUCKET, 'a', 60, said)
  const response = await fetch(link)
  expect([response.status, await response.text()]).toEqual([200, 'secret'])
  expect(response.headers.get('content-type')).toBe('text/x-a')
  expect(response.headers.get('content-disposition')).toBe(said['response-content-disposition'])

  const forged = [403, 'SignatureDoesNotMatch']
  expect(await outcome(await fetch(link.replace('/a?', '/b?')))).toEqual(forged)
  expect(await outcome(await fetch(link.replace('X-Amz-Expires=60', 'X-Amz-Expires=61')))).toEqual(forged)
  expect(await outcome(await fetch(link.replace('text%2Fx-a', 'text%2Fhtml')))).toEqual(forged)
  expect(await outcome(await fetch(link.replace(/.$/, (end) => (end === '0' ? '1' : '0'))))).toEqual(forged)
  expect(await outcome(await fetch(link, { method: 'DELETE' }))).toEqual(forged)
  expect(await outcome(await fetch(link, { headers: { 'x-amz-meta-a': 'b' } }))).toEqual([
    403,
    'AccessDenied',
  ])

  const old = await s3.client.presignedUrl('GET', BUCKET, 'a', 60, {}, new Date(Date.now() - 61_000))
  const expired = await (await fetch(old)).text()
  expect(expired).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>')
  for (const seconds of ['0', '604801', '-1', 'ten']) {
    const badly = link.replace('X-Amz-Expires=60', `X-Amz-Expires=${seconds}`)
    expect(await outcome(await fetch(badly)), seconds).toEqual([400, 'AuthorizationQueryParametersError'])
  }
})

test('a link for putting takes one body and no other key', async () => {
  await using s3 = await createS3()
  const link = await s3.client.presignedPutObject(BUCKET, 'by link', 60)
  expect((await fetch(link, { method: 'PUT', body: 'linked' })).status).toBe(200)
  expect(await textOf(await s3.client.getObject(BUCKET, 'by link'))).toBe('linked')
  const elsewhere = link.replace('by%20link', 'by%20force')
  expect(await outcome(await fetch(elsewhere, { method: 'PUT', body: 'x' }))).toEqual([
    403,
    'SignatureDoesNotMatch',
  ])
})

/** The body as an AWS client streams it: each chunk signed, each signature made with the one before. */
function chunked(url: string, chunks: string[], trailer?: [name: string, value: string]) {
  const payloadHash = `STREAMING-AWS4-HMAC-SHA256-PAYLOAD${trailer ? '-TRAILER' : ''}`
  const sizeBytes = chunks.reduce((sum, chunk) => sum + Buffer.byteLength(chunk), 0)
  const headers = {
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': String(sizeBytes),
    ...(trailer && { 'x-amz-trailer': trailer[0] }),
  }
  const { signature, date, scope, hmac } = sign(new URL(url), 'PUT', { headers, payloadHash, at: NOON })
  const seal = (kind: string, ...lines: string[]) =>
    hmac([`AWS4-HMAC-SHA256-${kind}`, date, scope, previous, ...lines].join('\n'))
  let previous = signature
  let body = ''
  for (const chunk of [...chunks, '']) {
    previous = seal('PAYLOAD', sha256(''), sha256(chunk))
    const size = Buffer.byteLength(chunk).toString(16)
    body += `${size};chunk-signature=${previous}\r\n${chunk}${chunk || !trailer ? '\r\n' : ''}`
  }
  if (trailer) {
    const line = trailer.join(':')
    body += `${line}\r\nx-amz-trailer-signature:${seal('TRAILER', sha256(`${line}\n`))}\r\n\r\n`
  }
  return { headers, payloadHash, at: NOON, body }
}
const NOON = new Date()

test('a body sent in signed chunks is taken, and refused if a chunk, its order or the end is not as signed', async () => {
  await using s3 = await createS3()
  const target = `/${BUCKET}/chunks`
  const good = chunked(s3.url + target, ['first ', 'second'])
  expect((await s3.send('PUT', target, good)).status).toBe(200)
  expect(await textOf(await s3.client.getObject(BUCKET, 'chunks'))).toBe('first second')
  expect((await s3.client.statObject(BUCKET, 'chunks')).metaData).not.toHaveProperty('content-encoding')

  const put = async (body: string) =>
    await codeOf(
      await s3.send('PUT', `/${BUCKET}/bad`, {
        ...chunked(`${s3.url}/${BUCKET}/bad`, ['first ', 'second']),
        body,
      }),
    )
  const { body } = chunked(`${s3.url}/${BUCKET}/bad`, ['first ', 'second'])
  const [one = '', two = '', end = ''] = body.split(/(?<=first \r\n|second\r\n)/)
  expect(await put(body.replace('second', 'secret'))).toBe('SignatureDoesNotMatch')
  expect(await put(two + one + end)).toBe('SignatureDoesNotMatch')
  expect(await put(one + end)).toBe('SignatureDoesNotMatch')
  expect(await put(one + two)).toBe('IncompleteBody')
  expect(await put(`no chunk\r\n${body}`)).toBe('InvalidRequest')
  await expect(s3.client.statObject(BUCKET, 'bad')).rejects.toMatchObject({ code: 'NotFound' })
  expect(s3.filesLeft()).toHaveLength(1)
})

test('a checksum that follows the bytes is checked, signed or not', async () => {
  await using s3 = await createS3()
  const target = `/${BUCKET}/sum`
  const sum = (text: string) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(crc32(text))
    return bytes.toString('base64')
  }
  const name = 'x-amz-checksum-crc32'
  expect((await s3.send('PUT', target, chunked(s3.url + target, ['text'], [name, sum('text')]))).status).toBe(
    200,
  )
  const wrong = chunked(s3.url + target, ['text'], [name, sum('tect')])
  expect(await codeOf(await s3.send('PUT', target, wrong))).toBe('BadDigest')
  const forged = { ...wrong, body: wrong.body.replace(sum('tect'), sum('text')) }
  expect(await codeOf(await s3.send('PUT', target, forged))).toBe('SignatureDoesNotMatch')

  const unsigned = (value: string) => ({
    headers: {
      'content-encoding': 'aws-chunked',
      'x-amz-decoded-content-length': '4',
      'x-amz-trailer': name,
    },
    payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    body: `4\r\ntext\r\n0\r\n${name}:${value}\r\n\r\n`,
  })
  expect((await s3.send('PUT', target, unsigned(sum('text')))).status).toBe(200)
  expect(await codeOf(await s3.send('PUT', target, unsigned(sum('tect'))))).toBe('BadDigest')
})

test('a region other than the first is found by a client who was not told', async () => {
  await using s3 = await createS3({ ...ACCOUNT, region: 'sa-east-1' })
  const untold = clientOf(portOf(s3.url), { region: '' })
  expect(await untold.getBucketRegionAsync(BUCKET)).toBe('sa-east-1')
  await untold.putObject(BUCKET, 'a', 'x')
  expect((await untold.listBuckets()).map(({ name }) => name)).toEqual([BUCKET])
})
