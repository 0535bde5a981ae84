import type { IncomingMessage } from 'node:http'
import { S3Failure } from '#sandbox/s3/failure.ts'

const LONGEST_KEY_BYTES = 1024

/** Path-style: /bucket/any/key?query. */
export type Address = {
  bucket: string
  key: string
  /** Decoded, as signatures are made over it. */
  path: string
  query: URLSearchParams
}

export function readAddress(request: IncomingMessage): Address {
  const [rawPath = '/', ...rest] = (request.url ?? '/').split('?')
  const path = decoded(rawPath)
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?([\s\S]*)$/.exec(path) ?? []
  return { bucket, key, path, query: new URLSearchParams(rest.join('?')) }
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new S3Failure('InvalidURI')
  }
}

/** Stricter of the two: what S3 takes and MinIO refuses is refused. */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > LONGEST_KEY_BYTES) throw new S3Failure('KeyTooLongError')
  const hasBadPart = key.split('/').some((part) => part === '.' || part === '..')
  if (hasBadPart || key === '' || key.startsWith('/') || key.includes('//') || key.includes('\0')) {
    throw new S3Failure('XMinioInvalidObjectName')
  }
}

export function checkBucketName(name: string): void {
  const isPlain = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name)
  if (!isPlain || isAddress || /\.\.|\.-|-\./.test(name)) {
    throw new S3Failure('InvalidBucketName')
  }
}

/** A whole number of a query or header, or what stands for its absence. */
export function wholeNumber(text: string | null | undefined, name: string, otherwise: number): number {
  if (text === null || text === undefined || text === '') return otherwise
  if (!/^\d{1,15}$/.test(text)) throw new S3Failure('InvalidArgument', `${name} must be a whole number.`)
  return Number(text)
}
