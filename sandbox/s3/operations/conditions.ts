import { S3Failure } from '#sandbox/s3/failure.ts'

type Seen = { etag: string; modifiedAt: number }
type Asked = {
  ifMatch?: string | undefined
  ifNoneMatch?: string | undefined
  ifModifiedSince?: string | undefined
  ifUnmodifiedSince?: string | undefined
}

/** RFC 9110, 13.2.2: an ETag is asked first, and then dates are not. */
export function judge({ etag, modifiedAt }: Seen, asked: Asked): 'go on' | 'failed' | 'not modified' {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = asked
  // HTTP dates know no milliseconds.
  const modifiedSecondAt = Math.floor(modifiedAt / 1000) * 1000
  const isNewerThan = (date: string) => modifiedSecondAt > Date.parse(date)
  const isNotNewerThan = (date: string) => modifiedSecondAt <= Date.parse(date)
  if (ifMatch !== undefined && !lists(ifMatch, etag)) return 'failed'
  if (ifMatch === undefined && ifUnmodifiedSince !== undefined && isNewerThan(ifUnmodifiedSince))
    return 'failed'
  if (ifNoneMatch !== undefined) return lists(ifNoneMatch, etag) ? 'not modified' : 'go on'
  return ifModifiedSince !== undefined && isNotNewerThan(ifModifiedSince) ? 'not modified' : 'go on'
}

const lists = (list: string, etag: string) =>
  list
    .split(',')
    .map((one) => one.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((one) => one === '*' || one === etag)

export type Range = { from: number; to: number }

/** Null: the whole. S3 serves one range and takes no notice of what it does not understand. */
export function readRange(header: string | undefined, sizeBytes: number): Range | null {
  const [, first, last] = /^bytes=(\d{0,16})-(\d{0,16})$/.exec(header?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return null
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null
  const from = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first)
  const to = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  if (from > to) throw new S3Failure('InvalidRange', undefined, { ActualObjectSize: String(sizeBytes) })
  return { from, to }
}
