import { NotPlain, type PlainImage, type Size } from './plain-image.ts'

const HAS_ALPHA = 0x10
const LOSSY_START = Buffer.from([0x9d, 0x01, 0x2a])
const LOSSLESS_START = 0x2f

/** The picture and its transparency, in a container made anew; animations are refused, and all else is left out. */
export function plainWebp(bytes: Buffer): PlainImage {
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
  if (!isWebp || bytes.length < 12) throw new NotPlain()
  const end = 8 + bytes.readUInt32LE(4)
  if (end > bytes.length) throw new NotPlain()
  let alpha: Buffer | null = null
  let picture: Buffer | null = null
  let size: Size | null = null
  for (let at = 12; at < end; ) {
    if (at + 8 > end) throw new NotPlain()
    const name = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    const data = bytes.subarray(at + 8, at + 8 + length)
    if (at + 8 + length > end) throw new NotPlain()
    if (name === 'ANIM' || name === 'ANMF') throw new NotPlain()
    if (name === 'ALPH' && !picture) alpha = chunk(name, data)
    if (name === 'VP8 ' || name === 'VP8L') {
      if (picture) throw new NotPlain()
      picture = chunk(name, data)
      size = name === 'VP8 ' ? sizeOfLossy(data) : sizeOfLossless(data)
      if (name === 'VP8L') alpha = null
    }
    at += 8 + length + (length % 2)
  }
  if (!picture || !size) throw new NotPlain()
  const chunks = alpha ? [extended(size), alpha, picture] : [picture]
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks])
  return { type: 'image/webp', extension: 'webp', ...size, bytes: chunk('RIFF', body) }
}

function chunk(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(data.length)
  return Buffer.concat([Buffer.from(name), length, data, Buffer.alloc(data.length % 2)])
}

function extended({ width, height }: Size): Buffer {
  const data = Buffer.alloc(10)
  data[0] = HAS_ALPHA
  data.writeUIntLE(width - 1, 4, 3)
  data.writeUIntLE(height - 1, 7, 3)
  return chunk('VP8X', data)
}

function sizeOfLossy(data: Buffer): Size {
  // A key frame: the first bit of its tag is 0.
  if (data.length < 10 || ((data[0] ?? 1) & 1) !== 0 || !data.subarray(3, 6).equals(LOSSY_START))
    throw new NotPlain()
  return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff }
}

function sizeOfLossless(data: Buffer): Size {
  if (data.length < 5 || data[0] !== LOSSLESS_START) throw new NotPlain()
  const bits = data.readUInt32LE(1)
  if (bits >>> 29 !== 0) throw new NotPlain()
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}
