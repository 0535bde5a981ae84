import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { EXE, PDF, PNG } from '#test/files/samples.ts'
import { judgeType, linkType } from './judge-type.ts'

const OFFICE = 'application/vnd.openxmlformats-officedocument'

const judge = (name: string, bytes: string | Uint8Array) => {
  const whole = Buffer.from(bytes)
  async function* pieces() {
    yield whole.subarray(0, 3)
    yield whole.subarray(3)
  }
  return judgeType(name, { head: whole.subarray(0, 65_536), bytes: pieces })
}

/** An archive as programs write it: local headers, the directory, its end. */
function zip(...files: [name: string, text: string][]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  for (const [name, text] of files) {
    const data = deflateRawSync(text)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(text), 10)
    head.writeUInt32LE(data.length, 14)
    head.writeUInt32LE(text.length, 18)
    head.writeUInt16LE(name.length, 22)
    const entry = Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), head, Buffer.alloc(14), Buffer.from(name)])
    entry.writeUInt32LE(Buffer.concat(locals).length, 42)
    directory.push(entry)
    locals.push(Buffer.from('PK\x03\x04'), head, Buffer.from(name), data)
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(Buffer.concat(locals).length, 16)
  return Buffer.concat([...locals, ...directory, end])
}
const types = (part: string, kind: string): [string, string] => [
  '[Content_Types].xml',
  `<?xml version="1.0"?><Types><Override PartName="/${part}" ContentType="${OFFICE}.${kind}.main+xml"/></Types>`,
]
const word = types('word/document.xml', 'wordprocessingml.document')
const OLD_OFFICE = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])

describe('F-12: taken, as what it is', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['a.png', PNG, 'image/png'],
    ['foto do celular.jpg', PNG, 'image/png'],
    ['A.PDF', PDF, 'application/pdf'],
    ['a', PDF, 'application/pdf'],
    ['a.docx', zip(word, ['word/document.xml', '<x/>']), `${OFFICE}.wordprocessingml.document`],
    ['a.docx', zip(['word/document.xml', '<x/>'], word), `${OFFICE}.wordprocessingml.document`],
    ['a.xlsx', zip(['a.txt', 'x']), `${OFFICE}.spreadsheetml.sheet`],
    ['a.zip', zip(['a.txt', 'x']), 'application/zip'],
    ['a.doc', OLD_OFFICE, 'application/msword'],
    ['a.xls', OLD_OFFICE, 'application/vnd.ms-excel'],
    ['a.doc', '{\\rtf1 olá}', 'application/msword'],
    ['a.txt', 'olá, mundo\r\n\tcom tabulação', 'text/plain'],
    ['a.txt', Buffer.from('ol\xe1', 'latin1'), 'text/plain'],
    ['LEIA-ME', 'olá', 'text/plain'],
    ['a.csv', '\ufeffnome;valor\n', 'text/csv'],
    ['a.json', '{}', 'application/json'],
    ['a.xml', '<?xml version="1.0"?><x/>', 'application/xml'],
    ['a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'],
    ['a.html', '<!doctype html>', 'text/html'],
    ['a.eml', 'From: maria@example.com\r\nSubject: olá\r\n\r\noi', 'message/rfc822'],
    ['a.log', '\u001b[31merro\u001b[0m', 'text/plain'],
  ])('%s', async (name, bytes, type) => {
    expect(await judge(name, bytes)).toBe(type)
  })
})

describe('F-12: refused', () => {
  test.each<[string, string | Uint8Array]>([
    ['a.png', EXE],
    ['a.exe', EXE],
    ['a', EXE],
    ['a.txt', EXE],
    ['a.docx', EXE],
    ['a.docx', PNG],
    ['a.pdf', PNG],
    ['a.png', PDF],
    ['a.png', '<svg/>'],
    ['a.zip', OLD_OFFICE],
    ['a.xls', '<html><table/></html>'],
    ['a.docm', zip(word)],
    ['a.js', 'alert(1)'],
    ['a.bat', 'format c:'],
    ['a.hta', PDF],
    ['nota.pdf.exe', PDF],
    ['a.txt', 'a\0b'],
    ['a.csv', zip(['a', 'b'])],
    ['a', zip(['a', 'b']).subarray(1)],
  ])('%s', async (name, bytes) => {
    await expect(judge(name, bytes)).rejects.toMatchObject({
      code: 'file-type-not-allowed',
      params: { name },
    })
  })
})

test('F-12: what a browser would run is linked as a file of no kind', () => {
  for (const type of ['image/svg+xml', 'text/html', 'application/xml'])
    expect(linkType(type)).toBe('application/octet-stream')
  for (const type of ['image/png', 'application/pdf', 'text/plain']) expect(linkType(type)).toBe(type)
})
