import type { PostPolicy } from 'minio'
import { expect, test } from 'vitest'
import { ACCOUNT, BUCKET, clientOf, codeOf, createS3, textOf } from './s3-server.ts'

type S3 = Awaited<ReturnType<typeof createS3>>

/** What the portal would hand to a browser: up to ten bytes of text, below one folder. */
async function policyOf(s3: S3, change: (policy: PostPolicy) => void = () => undefined, client = s3.client) {
  const policy = client.newPostPolicy()
  policy.setBucket(BUCKET)
  policy.setKeyStartsWith('uploads/')
  policy.setContentType('text/plain')
  policy.setContentLengthRange(1, 10)
  policy.setExpires(new Date(Date.now() + 60_000))
  change(policy)
  return await client.presignedPostPolicy(policy)
}

type Made = Awaited<ReturnType<typeof policyOf>>

async function post(
  { postURL, formData }: Made,
  fields: Record<string, string> = {},
  text = 'text',
  name = 'a.txt',
) {
  const form = new FormData()
  for (const [field, value] of Object.entries({ ...formData, key: 'uploads/a.txt', ...fields })) {
    form.set(field, String(value))
  }
  form.set('file', new Blob([text]), name)
  return await fetch(postURL, { method: 'POST', body: form, redirect: 'manual' })
}

test('a form puts what its policy allows, under the name of the file if it says so', async () => {
  await using s3 = await createS3()
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how a form says it
  const response = await post(await policyOf(s3), { key: 'uploads/${filename}' }, 'text', 'o lá é.txt')
  expect(response.status).toBe(204)
  expect(await textOf(await s3.client.getObject(BUCKET, 'uploads/o lá é.txt'))).toBe('text')
  expect((await s3.client.statObject(BUCKET, 'uploads/o lá é.txt')).metaData).toMatchObject({
    'content-type': 'text/plain',
  })
})

test('a form that says anything else than its policy is refused, and leaves nothing', async () => {
  await using s3 = await createS3()
  const made = await policyOf(s3)
  const refused = async (fields: Record<string, string>, text?: string) =>
    await codeOf(await post(made, fields, text))
  expect(await refused({ key: 'elsewhere/a.txt' })).toBe('AccessDenied')
  expect(await refused({ 'Content-Type': 'text/html' })).toBe('AccessDenied')
  expect(await refused({ 'x-amz-meta-extra': 'field' })).toBe('AccessDenied')
  expect(await refused({ 'x-amz-signature': '0'.repeat(64) })).toBe('SignatureDoesNotMatch')
  const wider = Buffer.from(made.formData.policy ?? '', 'base64')
    .toString()
    .replace('"uploads/"', '""')
  expect(await refused({ policy: Buffer.from(wider).toString('base64') })).toBe('SignatureDoesNotMatch')
  expect(await refused({ policy: '' })).toBe('AccessDenied')
  expect(await refused({}, '')).toBe('EntityTooSmall')
  expect(await refused({}, 'eleven long')).toBe('EntityTooLarge')
  expect(await refused({ 'x-ignore-long': 'x'.repeat(30_000) })).toBe('MaxPostPreDataLengthExceededError')
  expect(s3.filesLeft()).toEqual([])
})

test('a policy that has expired, or that a stranger signed, is refused', async () => {
  await using s3 = await createS3()
  const expired = await policyOf(s3, (policy) => policy.setExpires(new Date(Date.now() - 1000)))
  const response = await post(expired)
  expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('Policy expired.')])
  const stranger = clientOf(Number(new URL(s3.url).port), { secretKey: 'another' })
  expect(await codeOf(await post(await policyOf(s3, undefined, stranger)))).toBe('SignatureDoesNotMatch')
  const unknown = clientOf(Number(new URL(s3.url).port), {
    accessKey: 'mallory',
    secretKey: ACCOUNT.secretKey,
  })
  expect(await codeOf(await post(await policyOf(s3, undefined, unknown)))).toBe('InvalidAccessKeyId')
})

test('the size limit of a policy cuts an upload short, however long it goes on', async () => {
  await using s3 = await createS3()
  const response = await post(await policyOf(s3), {}, 'x'.repeat(5_000_000))
  expect([response.status, await codeOf(response)]).toEqual([400, 'EntityTooLarge'])
  expect(s3.filesLeft()).toEqual([])
  expect(await s3.client.bucketExists(BUCKET)).toBe(true)
})

test('a form without a file, without an end or without a boundary is refused', async () => {
  await using s3 = await createS3()
  const send = async (body: string, type = 'multipart/form-data; boundary=b') =>
    await codeOf(
      await fetch(`${s3.url}/${BUCKET}`, { method: 'POST', body, headers: { 'content-type': type } }),
    )
  const field = '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\na\r\n'
  expect(await send(`${field}--b--\r\n`)).toBe('InvalidArgument')
  expect(await send(field)).toBe('IncompleteBody')
  expect(await send('--b\r\nno head\r\n\r\n\r\n--b--\r\n')).toBe('MalformedPOSTRequest')
  expect(await send('x', 'text/plain')).toBe('MalformedPOSTRequest')
})
