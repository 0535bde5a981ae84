import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Address } from '#sandbox/s3/wire/address.ts'

export const ALGORITHM = 'AWS4-HMAC-SHA256'
export const EMPTY_SHA256 = sha256('')

export type Credential = { accessKey: string; day: string; region: string; scope: string }

/** `accessKey/20260102/us-east-1/s3/aws4_request`; a key may contain slashes. */
export function readCredential(text: string): Credential | null {
  const [, accessKey = '', day = '', region = ''] =
    /^(.+)\/(\d{8})\/([^/]*)\/s3\/aws4_request$/.exec(text) ?? []
  return accessKey ? { accessKey, day, region, scope: `${day}/${region}/s3/aws4_request` } : null
}

export function signingKey(secretKey: string, { day, region }: Pick<Credential, 'day' | 'region'>): Buffer {
  return ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secretKey}`, day), region))
}

type Parts = {
  request: IncomingMessage
  address: Address
  signedHeaders: string[]
  payloadHash: string
  date: string
  scope: string
}

export function stringToSign({ request, address, signedHeaders, payloadHash, date, scope }: Parts): string {
  const headers = signedHeaders.map((name) => `${name}:${headerValue(request, name)}\n`)
  const canonical = [
    request.method,
    uriEncode(address.path).replaceAll('%2F', '/'),
    canonicalQuery(address.query),
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n')
  // Node gives headers byte by byte as latin1, so this hashes the bytes that came over the wire.
  return [ALGORITHM, date, scope, sha256(Buffer.from(canonical, 'latin1'))].join('\n')
}

export const signature = (key: Buffer, text: string) => hmac(key, text).toString('hex')

export function isSame(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}

export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

const uriEncode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const canonicalQuery = (query: URLSearchParams) =>
  [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([nameA, a], [nameB, b]) => compare(nameA, nameB) || compare(a, b))
    .map((pair) => pair.join('='))
    .join('&')

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))

const headerValue = (request: IncomingMessage, name: string) =>
  (request.headersDistinct[name] ?? []).map((value) => value.trim().replace(/ +/g, ' ')).join(',')
