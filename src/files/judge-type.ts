import { fileTypeFromBuffer } from 'file-type'
import { DomainError } from '#src/errors.ts'
import type { Held } from './hold.ts'
import { extensionOf } from './safe-name.ts'

/** What a file is: the bytes say so, and the name has to agree. Throws what is not on the list. */
export async function judgeType(name: string, held: Pick<Held, 'head' | 'bytes'>): Promise<string> {
  const said = (await fileTypeFromBuffer(held.head))?.mime ?? null
  const extension = extensionOf(name)
  const format = FORMATS.find(({ extensions }) => extensions.includes(extension))
  const isText = format?.says === 'text' || (extension === '' && said === null)
  if (isText) {
    if ((said === null || TEXT_BY_BYTES.has(said)) && (await isReadable(held.bytes())))
      return format?.type ?? 'text/plain'
  } else if (extension === '') {
    if (said && FORMATS.some(({ says }) => says !== 'text' && says.includes(said))) return said
  } else if (said && format?.says.includes(said)) return format.type ?? said
  throw new DomainError('file-type-not-allowed', { name })
}

/** What a browser might run, if it were told what it is: it is only told that it is a file. */
export const linkType = (type: string) => (RUNS_IN_BROWSERS.has(type) ? 'application/octet-stream' : type)

/** `type`: what it counts as, where the bytes alone do not tell. */
type Format = { extensions: readonly string[]; says: readonly string[] | 'text'; type?: string }

const ZIP = 'application/zip'
const OLD_OFFICE = 'application/x-cfb'
const OFFICE = 'application/vnd.openxmlformats-officedocument'
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument'

const document = (extension: string, type: string): Format => ({
  extensions: [extension],
  // Programs that write the parts in another order are taken for a plain archive.
  says: [type, ZIP],
  type,
})
const oldOffice = (extension: string, type: string, ...says: string[]): Format => ({
  extensions: [extension],
  says: [OLD_OFFICE, ...says],
  type,
})
const text = (type: string, ...extensions: string[]): Format => ({ extensions, says: 'text', type })

const FORMATS: readonly Format[] = [
  {
    extensions: 'png jpg jpeg jpe jfif gif webp bmp tif tiff heic heif avif'.split(' '),
    // People and phones name one kind of picture as another.
    says: 'png jpeg gif webp bmp tiff heic heif avif'.split(' ').map((kind) => `image/${kind}`),
  },
  { extensions: ['pdf'], says: ['application/pdf'] },
  document('docx', `${OFFICE}.wordprocessingml.document`),
  document('xlsx', `${OFFICE}.spreadsheetml.sheet`),
  document('pptx', `${OFFICE}.presentationml.presentation`),
  document('odt', `${OPEN_DOCUMENT}.text`),
  document('ods', `${OPEN_DOCUMENT}.spreadsheet`),
  document('odp', `${OPEN_DOCUMENT}.presentation`),
  oldOffice('doc', 'application/msword', 'application/rtf'),
  oldOffice('xls', 'application/vnd.ms-excel'),
  oldOffice('ppt', 'application/vnd.ms-powerpoint'),
  oldOffice('msg', 'application/vnd.ms-outlook'),
  { extensions: ['rtf'], says: ['application/rtf'] },
  { extensions: ['zip'], says: [ZIP] },
  { extensions: ['7z'], says: ['application/x-7z-compressed'] },
  { extensions: ['rar'], says: ['application/x-rar-compressed'] },
  { extensions: ['mp4', 'm4v', 'mov'], says: ['video/mp4', 'video/x-m4v', 'video/quicktime'] },
  { extensions: ['webm'], says: ['video/webm', 'audio/webm'] },
  { extensions: ['mp3'], says: ['audio/mpeg'] },
  { extensions: ['m4a'], says: ['audio/x-m4a', 'audio/mp4', 'video/mp4'] },
  { extensions: ['ogg', 'opus'], says: ['audio/ogg', 'audio/ogg; codecs=opus', 'audio/opus'] },
  text('text/plain', 'txt', 'log', 'ini', 'conf', 'yaml', 'yml'),
  text('text/csv', 'csv'),
  text('text/tab-separated-values', 'tsv'),
  text('text/markdown', 'md'),
  text('application/json', 'json'),
  text('application/xml', 'xml'),
  text('text/calendar', 'ics'),
  text('text/vcard', 'vcf'),
  text('message/rfc822', 'eml'),
  text('image/svg+xml', 'svg'),
  text('text/html', 'html', 'htm'),
]

const TEXT_BY_BYTES = new Set([
  'application/xml',
  'text/calendar',
  'text/vcard',
  'image/svg+xml',
  'application/rtf',
])
const RUNS_IN_BROWSERS = new Set(['image/svg+xml', 'text/html', 'application/xml', 'message/rfc822'])

/** Of UTF-8 and Latin-1 alike: no control characters but those that lay out lines, and the one that begins a colour. */
async function isReadable(bytes: AsyncIterable<Uint8Array>): Promise<boolean> {
  for await (const chunk of bytes) {
    for (const byte of chunk)
      if (byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b) return false
  }
  return true
}
