import { createHash, randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hold } from './hold.ts'

const MB = 1024 * 1024
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-hold-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))

async function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function digestOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of bytes) hash.update(chunk)
  return hash.digest('hex')
}

test.each([0, 1, MB - 1, MB, MB + 1, 5 * MB + 17, 12 * MB])(
  '%i bytes are held as they came, and given as often as wanted',
  async (size) => {
    const bytes = randomBytes(size)
    await using held = await hold(pieces(bytes, 70_001), { mostBytes: 20 * MB, folder, name: 'a' })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(held).toMatchObject({ sizeBytes: size, sha256 })
    expect(Buffer.from(held.head).equals(bytes.subarray(0, 65_536))).toBe(true)
    expect([await digestOf(held.bytes()), await digestOf(held.bytes())]).toEqual([sha256, sha256])
    expect(fs.readdirSync(folder)).toEqual([])
  },
)

test('one byte too many is refused, and a sender that breaks off is told; neither leaves a file open', async () => {
  const open = () => fs.readdirSync('/dev/fd').length
  const before = open()
  const rules = { mostBytes: 3 * MB, folder, name: 'nota.pdf' }
  await expect(hold(pieces(randomBytes(3 * MB + 1), 65_536), rules)).rejects.toMatchObject({
    code: 'file-too-large',
    params: { name: 'nota.pdf', limit: '3 MB' },
  })
  async function* broken() {
    yield randomBytes(2 * MB)
    throw new Error('gone')
  }
  await expect(hold(broken(), rules)).rejects.toThrow('gone')
  expect(open()).toBe(before)
})

test('a disk that takes nothing is told, and not taken for a held file', async () => {
  const rules = { mostBytes: 3 * MB, folder: '/dev/null/nowhere', name: 'a' }
  await expect(hold(pieces(randomBytes(2 * MB), 65_536), rules)).rejects.toThrow()
})
