import { crc32, createInflate } from 'node:zlib'
import { NotPlain, type PlainImage, type Size } from './plain-image.ts'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** What the picture is made of; text, moments, places, profiles and animations are not. */
const KEPT = new Set(['IHDR', 'PLTE', 'tRNS', 'gAMA', 'sRGB', 'IDAT', 'IEND'])
/** By the kind of colour: values of one point, and how many bits each may have. */
const COLOURS: Readonly<Record<number, { values: number; bits: readonly number[] }>> = {
  0: { values: 1, bits: [1, 2, 4, 8, 16] },
  2: { values: 3, bits: [8, 16] },
  3: { values: 1, bits: [1, 2, 4, 8] },
  4: { values: 2, bits: [8, 16] },
  6: { values: 4, bits: [8, 16] },
}
/** Where the points of each pass of an interlaced picture begin, and how far apart they are. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const
const IN_ONE_PASS = [[0, 0, 1, 1]] as const

/** Chunk by chunk, each held to its checksum, and the points to the number that its header says. */
export async function plainPng(bytes: Buffer): Promise<PlainImage> {
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) throw new NotPlain()
  const kept: Buffer[] = [SIGNATURE]
  const pixels: Buffer[] = []
  let header: Header | null = null
  let isOver = false
  for (let at = 8; !isOver; ) {
    if (at + 12 > bytes.length) throw new NotPlain()
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) throw new NotPlain()
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) throw new NotPlain()
    if ((name === 'IHDR') !== (header === null)) throw new NotPlain()
    const data = bytes.subarray(at + 8, end - 4)
    header ??= readHeader(data)
    if (name === 'IDAT') pixels.push(data)
    if (KEPT.has(name)) kept.push(bytes.subarray(at, end))
    // A critical one that we do not know: the picture is not what we think.
    else if (/^[A-Z]/.test(name)) throw new NotPlain()
    isOver = name === 'IEND'
    at = end
  }
  if (!header) throw new NotPlain()
  await checkPixels(pixels, header)
  return { type: 'image/png', extension: 'png', ...header, bytes: Buffer.concat(kept) }
}

type Header = Size & { bitsPerPoint: number; passes: typeof PASSES | typeof IN_ONE_PASS }

function readHeader(data: Buffer): Header {
  if (data.length !== 13) throw new NotPlain()
  const [bits = 0, colour = -1, compression, filter, interlace = 2] = data.subarray(8)
  const known = COLOURS[colour]
  if (!known?.bits.includes(bits) || compression !== 0 || filter !== 0 || interlace > 1) throw new NotPlain()
  return {
    width: data.readUInt32BE(0),
    height: data.readUInt32BE(4),
    bitsPerPoint: bits * known.values,
    passes: interlace ? PASSES : IN_ONE_PASS,
  }
}

/** Counted as they unfold, and never held: a small file may claim to be a huge picture. */
async function checkPixels(chunks: readonly Buffer[], { width, height, bitsPerPoint, passes }: Header) {
  let expected = 0
  for (const [left, top, across, down] of passes) {
    const points = Math.ceil((width - left) / across)
    const lines = Math.ceil((height - top) / down)
    if (points > 0 && lines > 0) expected += lines * (1 + Math.ceil((points * bitsPerPoint) / 8))
  }
  const inflate = createInflate()
  inflate.end(Buffer.concat(chunks))
  let seen = 0
  try {
    for await (const piece of inflate) {
      seen += (piece as Buffer).length
      if (seen > expected) break
    }
  } catch {
    // It does not unfold at all.
    throw new NotPlain()
  }
  if (seen !== expected) throw new NotPlain()
}
