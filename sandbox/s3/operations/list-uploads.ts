import { type Operation, xmlAnswer } from '#sandbox/s3/call.ts'
import type { Upload } from '#sandbox/s3/store/uploads.ts'
import { wholeNumber } from '#sandbox/s3/wire/address.ts'
import { urlEncodeKey, xmlDocument } from '#sandbox/s3/wire/xml.ts'
import { isoMoment, OWNER, quoted } from './listing.ts'
import { uploadId } from './multipart.ts'

const LARGEST_PAGE = 1000

export const listParts: Operation = ({ bucket, key, query }, { uploads }) => {
  const id = uploadId(query)
  uploads.check(bucket, key, id)
  const after = wholeNumber(query.get('part-number-marker'), 'part-number-marker', 0)
  const most = Math.min(wholeNumber(query.get('max-parts'), 'max-parts', LARGEST_PAGE), LARGEST_PAGE)
  const later = uploads.parts(id).filter(({ number }) => number > after)
  const page = later.slice(0, most)
  return xmlAnswer(
    xmlDocument('ListPartsResult', {
      Bucket: bucket,
      Key: key,
      UploadId: id,
      Initiator: OWNER,
      Owner: OWNER,
      StorageClass: 'STANDARD',
      PartNumberMarker: after,
      NextPartNumberMarker: page.at(-1)?.number ?? after,
      MaxParts: most,
      IsTruncated: later.length > page.length,
      Part: page.map(({ number, modifiedAt, etag, sizeBytes }) => ({
        PartNumber: number,
        LastModified: isoMoment(modifiedAt),
        ETag: quoted(etag),
        Size: sizeBytes,
      })),
    }),
  )
}

export const listMultipartUploads: Operation = ({ bucket, query }, { buckets, uploads }) => {
  buckets.check(bucket)
  const read = (name: string) => query.get(name) ?? ''
  const [prefix, delimiter, keyMarker, idMarker] = [
    'prefix',
    'delimiter',
    'key-marker',
    'upload-id-marker',
  ].map(read)
  const most = Math.min(wholeNumber(query.get('max-uploads'), 'max-uploads', LARGEST_PAGE), LARGEST_PAGE)
  const encode = query.get('encoding-type') === 'url' ? urlEncodeKey : (key: string) => key

  const isAfter = ({ key, id }: Upload) => {
    const order = keyMarker ? Buffer.compare(Buffer.from(key), Buffer.from(keyMarker)) : 1
    return order > 0 || (order === 0 && Boolean(idMarker) && id > (idMarker ?? ''))
  }
  const groupOf = ({ key }: Upload) => {
    const at = delimiter ? key.indexOf(delimiter, prefix?.length) : -1
    return at < 0 ? null : key.slice(0, at + (delimiter?.length ?? 0))
  }
  const wanted = uploads.list(bucket).filter(({ key }) => key.startsWith(prefix ?? ''))
  const groups = new Set<string>()
  const page: Upload[] = []
  let last: Upload | null = null
  let isTruncated = false
  for (const upload of wanted.filter(isAfter)) {
    const group = groupOf(upload)
    // Its group was on the page before.
    if (group !== null && keyMarker?.startsWith(group)) continue
    const isNew = group === null || !groups.has(group)
    isTruncated = isNew && page.length + groups.size >= most
    if (isTruncated) break
    if (group === null) page.push(upload)
    else groups.add(group)
    last = upload
  }
  return xmlAnswer(
    xmlDocument('ListMultipartUploadsResult', {
      Bucket: bucket,
      KeyMarker: encode(keyMarker ?? ''),
      UploadIdMarker: idMarker,
      NextKeyMarker: isTruncated && last ? encode(last.key) : undefined,
      NextUploadIdMarker: isTruncated && last ? last.id : undefined,
      Prefix: encode(prefix ?? ''),
      Delimiter: delimiter ? encode(delimiter) : undefined,
      EncodingType: query.get('encoding-type') ?? undefined,
      MaxUploads: most,
      IsTruncated: isTruncated,
      Upload: page.map(({ key, id, startedAt }) => ({
        Key: encode(key),
        UploadId: id,
        Initiator: OWNER,
        Owner: OWNER,
        StorageClass: 'STANDARD',
        Initiated: isoMoment(startedAt),
      })),
      CommonPrefixes: [...groups].map((group) => ({ Prefix: encode(group) })),
    }),
  )
}
