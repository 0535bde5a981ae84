import type { IncomingMessage } from 'node:http'
import type { Account } from '#sandbox/s3/auth/authenticate.ts'
import { checkPostPolicy, type SizeRange } from '#sandbox/s3/auth/post-policy.ts'
import type { Operation } from '#sandbox/s3/call.ts'
import { S3Failure } from '#sandbox/s3/failure.ts'
import { checkKey } from '#sandbox/s3/wire/address.ts'
import { hashing, openBody } from '#sandbox/s3/wire/body.ts'
import { type Form, readForm } from '#sandbox/s3/wire/form.ts'
import { xmlDocument } from '#sandbox/s3/wire/xml.ts'
import { quoted } from './listing.ts'
import { receiveObject } from './put-object.ts'
import { asHeaderBytes, storedHeaders } from './stored-headers.ts'

/** A form proves by its fields who allowed it, so those are read before anything is known about the sender. */
export async function openPost(request: IncomingMessage, bucket: string, account: Account) {
  const { bytes } = openBody(request, { kind: 'unsigned' })
  const form = await readForm(bytes, request.headers['content-type'] ?? '')
  const template = form.fields.get('key')
  if (!template) throw new S3Failure('InvalidArgument', "Bucket POST must contain a field named 'key'.")
  const fileName = form.fileName.split(/[/\\]/).at(-1) ?? ''
  const key = template.replace(/\$\{filename\}/g, () => fileName)
  const { accessKey, range } = checkPostPolicy(form, bucket, key, account)
  return { accessKey, form, key, body: hashing(within(form.file, range)) }
}

export const postObject: Operation = async (call, store) => {
  const { request, bucket, key, form } = call
  checkKey(key)
  store.buckets.check(bucket)
  const fields = form ? [...form.fields] : []
  const headers = storedHeaders(fields.map(([name, value]) => [name, asHeaderBytes(value)]))
  const { etag } = await receiveObject(call, store, headers)
  return answer(form, {
    location: `http://${request.headers.host}/${bucket}/${encodeURI(key)}`,
    bucket,
    key,
    etag,
  })
}

async function* within(file: AsyncIterable<Buffer>, { leastBytes, mostBytes }: SizeRange) {
  let sizeBytes = 0
  for await (const chunk of file) {
    sizeBytes += chunk.length
    if (sizeBytes > mostBytes) {
      throw new S3Failure('EntityTooLarge', undefined, { MaxSizeAllowed: String(mostBytes) })
    }
    yield chunk
  }
  if (sizeBytes < leastBytes) {
    throw new S3Failure('EntityTooSmall', undefined, { MinSizeAllowed: String(leastBytes) })
  }
}

type Made = { location: string; bucket: string; key: string; etag: string }

function answer(form: Form | null, { location, bucket, key, etag }: Made) {
  const headers = { etag: quoted(etag), location }
  const redirect = form?.fields.get('success_action_redirect') ?? ''
  if (URL.canParse(redirect)) {
    const target = new URL(redirect)
    for (const [name, value] of Object.entries({ bucket, key, etag: quoted(etag) })) {
      target.searchParams.set(name, value)
    }
    return { status: 303, headers: { ...headers, location: target.href } }
  }
  const wanted = form?.fields.get('success_action_status')
  if (wanted === '200') return { status: 200, headers }
  if (wanted !== '201') return { status: 204, headers }
  const content = { Location: location, Bucket: bucket, Key: key, ETag: quoted(etag) }
  return {
    status: 201,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: xmlDocument('PostResponse', content, { namespace: '' }),
  }
}
