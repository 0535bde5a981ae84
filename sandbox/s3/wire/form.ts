import { S3Failure } from '#sandbox/s3/failure.ts'
import { type ByteReader, collect, readBytes } from './byte-reader.ts'

const MOST_FIELD_BYTES = 20 * 1024
const LONGEST_LINE_BYTES = 4096
const MOST_HEADERS = 10

/** A form as a browser posts it: the fields before the file, and the file as it comes. */
export type Form = {
  /** Names in lower case: S3 does not tell them apart by it. */
  fields: Map<string, string>
  fileName: string
  file: AsyncGenerator<Buffer>
}

export async function readForm(source: AsyncIterable<Buffer>, contentType: string): Promise<Form> {
  const [, quoted, plain] =
    /^multipart\/form-data\s*;.*?boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(contentType) ?? []
  const boundary = quoted ?? plain
  if (boundary === undefined) throw new S3Failure('MalformedPOSTRequest')
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const reader = readBytes(withLineEnd(source))
  const fields = new Map<string, string>()
  let fieldBytes = 0
  try {
    await collect(reader.until(delimiter), MOST_FIELD_BYTES)
    for (;;) {
      if ((await reader.line(LONGEST_LINE_BYTES)).trim() === '--') {
        throw new S3Failure('InvalidArgument', 'POST requires exactly one file upload per request.')
      }
      const part = await readPartHead(reader)
      if (part.name === 'file') {
        return { fields, fileName: part.fileName, file: fileOf(reader, delimiter) }
      }
      const value = await collect(reader.until(delimiter), MOST_FIELD_BYTES - fieldBytes)
      fieldBytes += value.length + part.name.length
      fields.set(part.name, value.toString('utf8'))
    }
  } catch (error) {
    await reader.close()
    const isTooMuch = error instanceof S3Failure && error.code === 'MaxMessageLengthExceeded'
    throw isTooMuch ? new S3Failure('MaxPostPreDataLengthExceededError') : error
  }
}

/** What comes after the file is not looked at. */
async function* fileOf(reader: ByteReader, delimiter: Buffer) {
  try {
    yield* reader.until(delimiter)
  } finally {
    await reader.close()
  }
}

/** So that the first boundary looks like all others. */
async function* withLineEnd(source: AsyncIterable<Buffer>) {
  yield Buffer.from('\r\n')
  yield* source
}

async function readPartHead(reader: ByteReader): Promise<{ name: string; fileName: string }> {
  let disposition = ''
  for (let count = 0; ; count += 1) {
    const line = await reader.line(LONGEST_LINE_BYTES)
    if (line === '') break
    if (count > MOST_HEADERS) throw new S3Failure('MalformedPOSTRequest')
    if (/^content-disposition:/i.test(line)) disposition = line
  }
  const name = parameter(disposition, 'name')
  if (name === undefined) throw new S3Failure('MalformedPOSTRequest')
  return { name: name.toLowerCase(), fileName: parameter(disposition, 'filename') ?? '' }
}

/** Browsers escape a quote as %22, curl as \". */
const parameter = (disposition: string, name: string) =>
  new RegExp(`;\\s*${name}="((?:\\\\.|[^"\\\\])*)"`, 'i')
    .exec(disposition)?.[1]
    ?.replace(/\\(["\\])/g, '$1')
    .replaceAll('%22', '"')
