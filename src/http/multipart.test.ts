import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundaryOf, readMultipart } from './multipart.ts'

type Read = { name: string; filename: string | null; bytes: string }

async function read(source: AsyncIterable<Uint8Array>, boundary: string): Promise<Read[]> {
  const parts: Read[] = []
  for await (const { name, filename, bytes } of readMultipart(source, boundary)) {
    const chunks: Uint8Array[] = []
    for await (const chunk of bytes) chunks.push(chunk)
    parts.push({ name, filename, bytes: Buffer.concat(chunks).toString('hex') })
  }
  return parts
}

async function* cutInto(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (const size of sizes) {
    yield bytes.subarray(at, at + size)
    at += size
  }
  yield bytes.subarray(at)
}

/** Bytes that like to look like a delimiter. */
const treacherous = (boundary: string) =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '\r',
          '\n',
          '\r\n',
          '-',
          '--',
          '\r\n-',
          '\r\n--',
          `\r\n--${boundary.slice(0, -1)}`,
          `--${boundary}`,
        ),
        fc.string({ unit: 'binary', maxLength: 40 }),
      ),
      { maxLength: 20 },
    )
    .map((pieces) => Buffer.from(pieces.join('')))
    .filter(
      (bytes) =>
        !bytes.includes(`\r\n--${boundary}`) &&
        !bytes.subarray(0, boundary.length + 2).equals(Buffer.from(`--${boundary}`)),
    )

test('however the bytes are cut, every part comes out as it went in, and in its order', async () => {
  const boundary = 'X-ponte'
  const part = fc.record({
    name: fc.stringMatching(/^[a-z]{0,8}$/),
    filename: fc.option(fc.stringMatching(/^[a-z. ]{1,8}$/)),
    bytes: treacherous(boundary),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 5 }),
      fc.array(fc.nat(60), { maxLength: 200 }),
      async (parts, sizes) => {
        const form = Buffer.concat([
          ...parts.flatMap(({ name, filename, bytes }) => [
            Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"`),
            Buffer.from(filename === null ? '' : `; filename="${filename}"\r\nContent-Type: image/png`),
            Buffer.from('\r\n\r\n'),
            bytes,
            Buffer.from('\r\n'),
          ]),
          Buffer.from(`--${boundary}--\r\n`),
        ])
        expect(await read(cutInto(form, sizes), boundary)).toEqual(
          parts.map((one) => ({ ...one, bytes: one.bytes.toString('hex') })),
        )
        // And cut short anywhere, it is refused.
        const end = form.length - 4 - (sizes[0] ?? 0)
        if (end >= 0)
          await expect(read(cutInto(form.subarray(0, end), sizes), boundary)).rejects.toThrow(
            'upload-incomplete',
          )
      },
    ),
    { numRuns: 300 },
  )
})

test('what a browser sends is understood, names of all tongues included', async () => {
  const form = new FormData()
  const names = ['Relatório "final" %41.pdf', '発注書.xlsx', 'a\\b.txt', 'x;y=z.png', 'tab\there']
  form.set('comment', 'olá')
  for (const name of names) form.append('file', new Blob(['x']), name)
  const request = new Request('http://localhost', { method: 'POST', body: form })
  const boundary = boundaryOf(request.headers.get('content-type') ?? '') ?? ''
  const parts = await read(Readable.from(request.body ?? []), boundary)
  expect(parts.map(({ filename }) => filename)).toEqual([null, ...names])
})

test('names as older programs write them: escaped quotes, and RFC 5987', async () => {
  const formWith = (disposition: string) =>
    Readable.from([Buffer.from(`--b\r\ncontent-disposition:form-data;${disposition}\r\n\r\nx\r\n--b--`)])
  const nameOf = async (disposition: string) => (await read(formWith(disposition), 'b'))[0]?.filename
  expect(await nameOf(' name=file; filename="a \\"b\\".png"')).toBe('a "b".png')
  expect(await nameOf('name="file";filename=plain.png')).toBe('plain.png')
  expect(await nameOf('filename="old.png"; filename*=UTF-8\'\'n%C3%A3o.png')).toBe('não.png')
  expect(await nameOf('filename="old.png"; filename*=UTF-8\'\'%E0%A4%A')).toBe('old.png')
  expect(await nameOf(`filename="${'\\'.repeat(10_000)}`)).toBeDefined()
})

test('a part that is not read to its end is passed over', async () => {
  const form = Buffer.from(
    '--b\r\n\r\n12345\r\n--b\r\nContent-Disposition: form-data; name="second"\r\n\r\n6\r\n--b--',
  )
  const names: string[] = []
  for await (const { name, bytes } of readMultipart(cutInto(form, [9, 3, 3]), 'b')) {
    names.push(name)
    for await (const _ of bytes) break
  }
  expect(names).toEqual(['', 'second'])
})

test.each([
  ['nothing at all', ''],
  ['no delimiter', 'hello'],
  ['no end', '--b\r\n\r\nhello'],
  ['headers without end', `--b\r\n${'a: b\r\n'.repeat(10_000)}`],
  ['a header without end', `--b\r\n${'a'.repeat(100_000)}`],
  ['a preamble without end', 'a'.repeat(100_000)],
])('what is no whole form is refused: %s', async (_, text) => {
  await expect(read(cutInto(Buffer.from(text), []), 'b')).rejects.toThrow('upload-incomplete')
})

test('the boundary stands in the content type, quoted or not', () => {
  expect(boundaryOf('multipart/form-data; boundary=abc')).toBe('abc')
  expect(boundaryOf('Multipart/Form-Data; charset=utf-8; boundary="a b"')).toBe('a b')
  expect(boundaryOf('multipart/form-data')).toBeNull()
  expect(boundaryOf('multipart/form-data; boundary=')).toBeNull()
  expect(boundaryOf('multipart/mixed; boundary=abc')).toBeNull()
  expect(boundaryOf(`multipart/form-data; boundary=${'a'.repeat(71)}`)).toBeNull()
})
