import * as fs from 'node:fs'
import * as path from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NotPlain } from './plain-image.ts'
import { readImage } from './read-image.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../../test/files/pictures')
const picture = (name: string) => fs.readFileSync(path.join(FOLDER, name))

const LYING = { width: 9, height: 7 }

test.each([
  ['exif.jpg', 'image/jpeg', 'jpg', { width: 7, height: 9 }],
  ['progressive.jpg', 'image/jpeg', 'jpg', LYING],
  ['lossy.webp', 'image/webp', 'webp', LYING],
  ['alpha.webp', 'image/webp', 'webp', LYING],
  ['comment.png', 'image/png', 'png', LYING],
  ['animated.png', 'image/png', 'png', LYING],
])(
  'A-13: %s becomes a picture without anything else, and that again stays as it is',
  async (name, type, extension, size) => {
    const bytes = picture(name)
    const image = await readImage(bytes)
    expect(image).toMatchObject({ type, extension, ...size })
    expect(image.bytes.length).toBeLessThan(bytes.length)
    expect(image.bytes.toString('latin1')).not.toMatch(/secret|2020|acTL/)
    expect((await readImage(image.bytes)).bytes).toEqual(image.bytes)
  },
)

test('A-13: whatever hangs behind the end of a picture is left behind', async () => {
  for (const name of ['exif.jpg', 'lossy.webp', 'comment.png']) {
    const bytes = picture(name)
    const plain = await readImage(bytes)
    const longer = Buffer.concat([bytes, Buffer.from('<script>alert(1)</script>')])
    expect((await readImage(longer)).bytes, name).toEqual(plain.bytes)
  }
})

test('A-13: which way is up is all that stays of what the camera wrote', async () => {
  const { bytes } = await readImage(picture('exif.jpg'))
  const at = bytes.indexOf('Exif')
  expect(bytes.subarray(at + 6, at + 32).toString('hex')).toBe(
    '4d4d002a0000000800010112000300000001000600000000' + '0000',
  )
  expect(bytes.indexOf('Exif', at + 1)).toBe(-1)
})

test('A-13: a preview inside of the header is not kept: it may show what was cut away', async () => {
  const bytes = picture('progressive.jpg')
  const preview = Buffer.concat([
    Buffer.from('ffe00013', 'hex'),
    Buffer.from('JFXX\0'),
    Buffer.from('secretsecret'),
  ])
  const { bytes: plain } = await readImage(Buffer.concat([bytes.subarray(0, 2), preview, bytes.subarray(2)]))
  expect(plain.includes('secret')).toBe(false)
})

test('A-13: animations, cut pictures and other kinds are refused', async () => {
  for (const name of ['exif.jpg', 'progressive.jpg', 'lossy.webp', 'alpha.webp', 'comment.png']) {
    const bytes = picture(name)
    for (let cut = 1; cut < bytes.length; cut += 7)
      await expect(
        readImage(bytes.subarray(0, bytes.length - cut)),
        `${name} without ${cut}`,
      ).rejects.toThrow(NotPlain)
  }
  for (const bytes of [
    picture('animated.webp'),
    Buffer.from('GIF89a'),
    Buffer.from('<svg/>'),
    Buffer.alloc(0),
  ])
    await expect(readImage(bytes)).rejects.toThrow(NotPlain)
})

function png(
  { width, height, bits = 8, colour = 2, interlace = 0 }: Record<string, number>,
  pixels: Buffer,
): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width ?? 0, 0)
  header.writeUInt32BE(height ?? 0, 4)
  header.set([bits, colour, 0, 0, interlace], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Where RFC 2083 draws which pass, once more. */
const ADAM7 = ['16462646', '77777777', '56565656', '77777777', '36463646', '77777777', '56565656', '77777777']

test('a PNG that claims to be larger or smaller than its points is refused, interlaced or not', async () => {
  const sizes = fc.record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 40 }) })
  await fc.assert(
    fc.asyncProperty(
      sizes,
      fc.constantFrom(0, 1),
      fc.constantFrom(1, 8),
      async ({ width, height }, interlace, bits) => {
        const lines = new Map<string, number>()
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) {
            const line = interlace ? `${ADAM7[y % 8]?.[x % 8]}:${y}` : `${y}`
            lines.set(line, (lines.get(line) ?? 0) + 1)
          }
        const size = [...lines.values()].reduce((sum, points) => sum + 1 + Math.ceil((points * bits) / 8), 0)
        const header = { width, height, bits, colour: 0, interlace }
        expect(await readImage(png(header, Buffer.alloc(size)))).toMatchObject({ width, height })
        for (const other of [size - 1, size + 1])
          await expect(readImage(png(header, Buffer.alloc(other)))).rejects.toThrow(NotPlain)
      },
    ),
    { numRuns: 60 },
  )
})

test('a PNG that unfolds without end is put away as soon as it is more than it says', async () => {
  const bomb = png({ width: 1, height: 1 }, Buffer.alloc(40_000_000))
  expect(bomb.length).toBeLessThan(2_000_000)
  await expect(readImage(bomb)).rejects.toThrow(NotPlain)
})

test('bytes that were changed at random give a picture or NotPlain, and nothing else', async () => {
  const changes = fc.array(fc.record({ at: fc.nat(), to: fc.nat(255) }), { minLength: 1, maxLength: 6 })
  const names = fc.constantFrom('exif.jpg', 'progressive.jpg', 'lossy.webp', 'alpha.webp', 'comment.png')
  await fc.assert(
    fc.asyncProperty(names, changes, async (name, list) => {
      const bytes = Buffer.from(picture(name))
      for (const { at, to } of list) bytes[at % bytes.length] = to
      const outcome = await readImage(bytes).catch((error: unknown) => error)
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(NotPlain)
    }),
    { numRuns: 1_500 },
  )
})
