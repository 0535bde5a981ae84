import { DomainError } from '#src/errors.ts'

/** One part of a form (RFC 7578). Its bytes can be read once, and only until the next part is asked for. */
export type Part = {
  name: string
  /** Null: no file, but a field. */
  filename: string | null
  bytes: AsyncIterable<Uint8Array>
}

const MOST_PREAMBLE_BYTES = 64 * 1024
const MOST_HEADER_BYTES = 16 * 1024
const LINE_BREAK = Buffer.from('\r\n')

/** Reads a form as it comes; no more of it is held than one chunk. What is cut short or no form is refused as incomplete. */
export async function* readMultipart(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<Part> {
  await using input = new Input(source)
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  for await (const chunk of input.until(delimiter))
    if (input.passedBytes + chunk.byteLength > MOST_PREAMBLE_BYTES) throw new DomainError('upload-incomplete')
  while (!(await input.startsWith('--'))) {
    await input.line()
    const disposition = await readHeader(input, 'content-disposition')
    let isPassed = false
    const read = async function* () {
      yield* input.until(delimiter)
      isPassed = true
    }
    yield { ...readDisposition(disposition), bytes: read() }
    // Whatever of it nobody wanted.
    if (!isPassed) for await (const _ of input.until(delimiter));
  }
  await input.end()
}

/** The boundary that a content type names, or null where it is no form or names none. */
export function boundaryOf(contentType: string): string | null {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return null
  const [, quoted, plain] =
    /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i.exec(contentType) ?? []
  return quoted ?? plain ?? null
}

/** Passes all headers of a part, and gives the value of one. */
async function readHeader(input: Input, wanted: string): Promise<string> {
  let value = ''
  for (let passed = 0; passed <= MOST_HEADER_BYTES; ) {
    const line = await input.line()
    if (line === '') return value
    passed += line.length
    const colon = line.indexOf(':')
    if (line.slice(0, colon).trim().toLowerCase() === wanted) value = line.slice(colon)
  }
  throw new DomainError('upload-incomplete')
}

function readDisposition(line: string): Pick<Part, 'name' | 'filename'> {
  const found = new Map<string, string>()
  for (const [, name = '', quoted, plain = ''] of line.matchAll(
    /;\s*([\w*]+)\s*=\s*(?:"((?:\\["\\]|\\(?!["\\])|[^"\\])*)"|([^\s;]*))/g,
  ))
    found.set(name.toLowerCase(), quoted === undefined ? plain : unquoted(quoted))
  return {
    name: found.get('name') ?? '',
    filename: decodedName(found.get('filename*')) ?? found.get('filename') ?? null,
  }
}

/** Browsers write three characters as %22, %0D and %0A; others put a backslash before a quote. */
const unquoted = (text: string) =>
  text
    .replace(/\\(["\\])/g, '$1')
    .replace(/%(22|0[DA])/gi, (_, code: string) => String.fromCharCode(Number(`0x${code}`)))

function decodedName(text: string | undefined): string | null {
  const [, encoded] = /^utf-8'[^']*'(.*)$/i.exec(text ?? '') ?? []
  try {
    return encoded === undefined ? null : decodeURIComponent(encoded)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

/** Bytes that come in chunks, cut anywhere. As if a line break stood before the first, so that all delimiters are alike. */
class Input {
  readonly #source: AsyncIterator<Uint8Array>
  #ahead: Buffer = LINE_BREAK
  passedBytes = 0

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** What comes before the mark, and then past it. Once it is over, it gives nothing more. */
  async *until(mark: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.#ahead.indexOf(mark)
      if (at >= 0) {
        if (at > 0) yield this.#cut(at)
        this.#cut(mark.byteLength)
        return
      }
      // The last of them may be the beginning of the mark.
      const certain = this.#ahead.byteLength - mark.byteLength + 1
      if (certain > 0) yield this.#cut(certain)
      const rest = this.#ahead
      const next = await this.#next()
      const seam = Buffer.concat([rest, next.subarray(0, mark.byteLength - 1)])
      if (next.byteLength < mark.byteLength || seam.includes(mark)) this.#ahead = Buffer.concat([rest, next])
      else {
        // Nearly always. To join the two would copy everything that ever comes.
        if (rest.byteLength > 0) yield this.#cut(rest.byteLength)
        this.#ahead = next
      }
    }
  }

  /** Without its break. */
  async line(): Promise<string> {
    for (;;) {
      const at = this.#ahead.indexOf(LINE_BREAK)
      if (at >= 0) {
        const line = this.#cut(at).toString('utf8')
        this.#cut(LINE_BREAK.byteLength)
        return line
      }
      if (this.#ahead.byteLength > MOST_HEADER_BYTES) throw new DomainError('upload-incomplete')
      await this.#more()
    }
  }

  async startsWith(text: string): Promise<boolean> {
    while (this.#ahead.byteLength < text.length) await this.#more()
    return this.#ahead.toString('latin1', 0, text.length) === text
  }

  /** What follows the last delimiter says nothing; but only a body that was read leaves the connection in order. */
  async end(): Promise<void> {
    for (let passed = 0; passed <= MOST_PREAMBLE_BYTES; ) {
      const { done, value } = await this.#source.next()
      if (done) return
      passed += value.byteLength
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#source.return?.()
  }

  #cut(bytes: number): Buffer {
    const cut = this.#ahead.subarray(0, bytes)
    this.#ahead = this.#ahead.subarray(bytes)
    this.passedBytes += bytes
    return cut
  }

  async #more(): Promise<void> {
    this.#ahead = Buffer.concat([this.#ahead, await this.#next()])
  }

  async #next(): Promise<Buffer> {
    const { done, value } = await this.#source.next()
    if (done) throw new DomainError('upload-incomplete')
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
}
