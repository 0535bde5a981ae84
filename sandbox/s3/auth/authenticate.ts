import type { IncomingMessage } from 'node:http'
import { S3Failure } from '#sandbox/s3/failure.ts'
import type { Address } from '#sandbox/s3/wire/address.ts'
import {
  ALGORITHM,
  type Credential,
  isSame,
  readCredential,
  signature,
  signingKey,
  stringToSign,
} from './signature.ts'

export type Account = { accessKey: string; secretKey: string; region: string }

/** Who asks, and what they promised about the bytes of the body. */
export type Caller = { accessKey: string; payload: Payload }
export type Payload =
  | { kind: 'unsigned' }
  | { kind: 'hashed'; sha256: string }
  | { kind: 'chunks'; seal: ChunkSeal | null; hasTrailer: boolean }
/** What the signature of a chunk is made with; each builds on the one before. */
export type ChunkSeal = { key: Buffer; date: string; scope: string; seed: string }

const MOST_SKEW_MS = 15 * 60_000
const LONGEST_LINK_SECONDS = 604_800
const MINIO_ASKS_ANYWHERE = ['GetBucketLocation', 'ListBuckets']

type Request = { request: IncomingMessage; address: Address; operation: string }

export function authenticate(asked: Request, account: Account): Caller {
  const { request, address } = asked
  const header = request.headers.authorization
  const isLink = address.query.has('X-Amz-Signature') || address.query.has('X-Amz-Algorithm')
  if (header && isLink) throw new S3Failure('InvalidArgument', 'Only one auth mechanism is allowed.')
  if (isLink) return fromLink(asked, account)
  if (header) return fromHeader(asked, header, account)
  throw new S3Failure('AccessDenied')
}

function fromHeader(asked: Request, header: string, account: Account): Caller {
  const { request } = asked
  if (!header.startsWith(`${ALGORITHM} `)) {
    throw new S3Failure(
      'InvalidRequest',
      `The authorization mechanism is not supported. Please use ${ALGORITHM}.`,
    )
  }
  const fields = new Map(
    header
      .slice(ALGORITHM.length)
      .split(',')
      .map((field) => field.trim().split(/=(.*)/s, 2) as [string, string]),
  )
  const credential = readCredential(fields.get('Credential') ?? '')
  const given = fields.get('Signature')
  const signedHeaders = fields.get('SignedHeaders')?.split(';')
  if (!credential || !given || !signedHeaders) throw new S3Failure('AuthorizationHeaderMalformed')
  checkAccount(asked, credential, account, 'AuthorizationHeaderMalformed')

  const date = basicDate(request)
  if (Math.abs(Date.now() - momentOf(date)) > MOST_SKEW_MS) throw new S3Failure('RequestTimeTooSkewed')
  checkDay(credential, date, 'AuthorizationHeaderMalformed')
  const payloadHash = single(request, 'x-amz-content-sha256')
  if (!payloadHash) {
    throw new S3Failure('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256')
  }
  const key = signingKey(account.secretKey, credential)
  checkSignature(asked, { credential, given, signedHeaders, date, payloadHash, key })
  const seal = { key, date, scope: credential.scope, seed: given }
  return { accessKey: credential.accessKey, payload: payloadOf(payloadHash, seal) }
}

function fromLink(asked: Request, account: Account): Caller {
  const { request, address } = asked
  const read = (name: string) => {
    const [value, ...others] = address.query.getAll(`X-Amz-${name}`)
    if (value === undefined || others.length > 0) throw new S3Failure('AuthorizationQueryParametersError')
    return value
  }
  const refuse = (sentence: string) => new S3Failure('AuthorizationQueryParametersError', sentence)
  if (read('Algorithm') !== ALGORITHM) throw refuse(`X-Amz-Algorithm only supports "${ALGORITHM}".`)
  const credential = readCredential(read('Credential'))
  if (!credential) throw refuse('Error parsing the X-Amz-Credential parameter.')
  const [date, expires, given] = [read('Date'), read('Expires'), read('Signature')]
  const signedHeaders = read('SignedHeaders').split(';')
  if (!/^\d{1,7}$/.test(expires) || Number(expires) < 1 || Number(expires) > LONGEST_LINK_SECONDS) {
    throw refuse(`X-Amz-Expires must be between 1 and ${LONGEST_LINK_SECONDS} seconds.`)
  }
  const signedAtMs = momentOf(date)
  if (Number.isNaN(signedAtMs))
    throw refuse("X-Amz-Date must be in the ISO8601 form \"yyyyMMdd'T'HHmmss'Z'\".")
  checkAccount(asked, credential, account, 'AuthorizationQueryParametersError')
  checkDay(credential, date, 'AuthorizationQueryParametersError')

  const payloadHash =
    address.query.get('X-Amz-Content-Sha256') ?? single(request, 'x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD'
  const key = signingKey(account.secretKey, credential)
  checkSignature(asked, { credential, given, signedHeaders, date, payloadHash, key })
  // Who cannot sign learns nothing about the age of a link.
  if (signedAtMs > Date.now() + MOST_SKEW_MS) throw new S3Failure('AccessDenied', 'Request is not valid yet')
  if (Date.now() > signedAtMs + Number(expires) * 1000) {
    throw new S3Failure('AccessDenied', 'Request has expired', {
      Expires: new Date(signedAtMs + Number(expires) * 1000).toISOString(),
      ServerTime: new Date().toISOString(),
    })
  }
  const seal = { key, date, scope: credential.scope, seed: given }
  return { accessKey: credential.accessKey, payload: payloadOf(payloadHash, seal) }
}

type Malformed = 'AuthorizationHeaderMalformed' | 'AuthorizationQueryParametersError'

function checkAccount(
  { request, operation }: Request,
  credential: Credential,
  account: Account,
  code: Malformed,
) {
  if (single(request, 'x-amz-security-token') !== undefined) throw new S3Failure('InvalidTokenId')
  if (credential.accessKey !== account.accessKey) {
    throw new S3Failure('InvalidAccessKeyId', undefined, { AWSAccessKeyId: credential.accessKey })
  }
  if (credential.region !== account.region && !MINIO_ASKS_ANYWHERE.includes(operation)) {
    const message = `The region '${credential.region}' is wrong; expecting '${account.region}'`
    throw new S3Failure(code, message, { Region: account.region })
  }
}

function checkDay({ day }: Credential, date: string, code: Malformed): void {
  if (!date.startsWith(day))
    throw new S3Failure(code, `The credential date '${day}' is not that of the request.`)
}

type Claim = {
  credential: Credential
  given: string
  signedHeaders: string[]
  date: string
  payloadHash: string
  key: Buffer
}

function checkSignature({ request, address }: Request, claim: Claim): void {
  const { credential, given, signedHeaders, date, payloadHash, key } = claim
  const amazon = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-'))
  const unsigned = ['host', ...amazon].filter((name) => !signedHeaders.includes(name))
  if (unsigned.length > 0) {
    throw new S3Failure('AccessDenied', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: unsigned.join(', '),
    })
  }
  const text = stringToSign({ request, address, signedHeaders, payloadHash, date, scope: credential.scope })
  if (!isSame(signature(key, text), given)) throw new S3Failure('SignatureDoesNotMatch')
}

function payloadOf(hash: string, seal: ChunkSeal): Payload {
  if (/^[0-9a-f]{64}$/.test(hash)) return { kind: 'hashed', sha256: hash }
  switch (hash) {
    case 'UNSIGNED-PAYLOAD':
      return { kind: 'unsigned' }
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
      return { kind: 'chunks', seal, hasTrailer: false }
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
      return { kind: 'chunks', seal, hasTrailer: true }
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return { kind: 'chunks', seal: null, hasTrailer: true }
    default:
      throw new S3Failure('InvalidArgument', 'x-amz-content-sha256 must be a SHA-256 or a known constant.')
  }
}

/** X-Amz-Date, or else the Date header, as 20260102T030405Z. */
function basicDate(request: IncomingMessage): string {
  const amazonDate = single(request, 'x-amz-date')
  const date = amazonDate ?? new Date(request.headers.date ?? Number.NaN)
  if (typeof date === 'string' && !Number.isNaN(momentOf(date))) return date
  if (typeof date === 'string' || Number.isNaN(date.getTime())) {
    throw new S3Failure('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header')
  }
  return date.toISOString().replace(/[-:]|\.\d+/g, '')
}

export function momentOf(date: string): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? []
  const [year, month, day, hour, minute, second] = parts
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

const single = (request: IncomingMessage, name: string): string | undefined =>
  request.headersDistinct[name]?.[0]
