import { orientationOf, orientationSegment } from './exif.ts'
import { NotPlain, type PlainImage, type Size } from './plain-image.ts'

const START = 0xd8
const END = 0xd9
const SCAN = 0xda
/** Baseline, extended and progressive: what browsers show. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2])
/** Tables, frame, scans, restart intervals. */
const KEPT = new Set([0xc4, 0xdb, 0xdd, SCAN, ...FRAMES])
/** How the colours are meant. What is longer holds a preview, which may show what was cut away. */
const COLOURS = [
  { marker: 0xe0, begins: 'JFIF\0', length: 14 },
  { marker: 0xee, begins: 'Adobe', length: 12 },
]
const EXIF = 0xe1

/**
 * Segment by segment. What is not needed to show the picture is left out: where it was taken, by whom, previews, and whatever lies
 * behind the end. Only which way is up is kept, since cameras turn no points.
 */
export function plainJpeg(bytes: Buffer): PlainImage {
  if (bytes[0] !== 0xff || bytes[1] !== START) throw new NotPlain()
  const kept: Buffer[] = [bytes.subarray(0, 2)]
  let size: Size | null = null
  let scans = 0
  let orientation = 1
  for (let at = 2; ; ) {
    if (bytes[at] !== 0xff) throw new NotPlain()
    // Any number of these may stand before a marker.
    if (bytes[at + 1] === 0xff) {
      at += 1
      continue
    }
    const marker = bytes[at + 1]
    if (marker === undefined || marker < 0xc0 || marker === START) throw new NotPlain()
    if (marker === END) break
    if (at + 4 > bytes.length) throw new NotPlain()
    const length = bytes.readUInt16BE(at + 2)
    const data = bytes.subarray(at + 4, at + 2 + length)
    if (length < 2 || data.length !== length - 2) throw new NotPlain()
    if (FRAMES.has(marker)) {
      if (size) throw new NotPlain()
      size = readFrame(data)
    } else if (marker === EXIF) orientation = orientationOf(data) ?? orientation
    let end = at + 2 + length
    if (marker === SCAN) {
      if (!size) throw new NotPlain()
      scans += 1
      end = endOfScan(bytes, end)
    }
    if (KEPT.has(marker) || saysColours(marker, data)) kept.push(bytes.subarray(at, end))
    else if (marker < 0xe0) throw new NotPlain()
    at = end
  }
  if (!size || scans === 0) throw new NotPlain()
  if (orientation !== 1) kept.splice(1, 0, orientationSegment(orientation))
  kept.push(Buffer.from([0xff, END]))
  const { width, height } = size
  // From five on it lies on its side.
  const shown = orientation >= 5 ? { width: height, height: width } : { width, height }
  return { type: 'image/jpeg', extension: 'jpg', ...shown, bytes: Buffer.concat(kept) }
}

const saysColours = (marker: number, data: Buffer) =>
  COLOURS.some(
    (one) =>
      one.marker === marker && one.length === data.length && data.toString('latin1').startsWith(one.begins),
  )

function readFrame(data: Buffer): Size {
  if (data.length < 6) throw new NotPlain()
  const [precision, , , , , components = 0] = data
  if (precision !== 8 || ![1, 3, 4].includes(components) || data.length !== 6 + components * 3)
    throw new NotPlain()
  return { height: data.readUInt16BE(1), width: data.readUInt16BE(3) }
}

/** Up to the next marker; FF 00 stands for a byte of the picture, and restarts are part of it. */
function endOfScan(bytes: Buffer, start: number): number {
  for (let at = start; ; at += 1) {
    at = bytes.indexOf(0xff, at)
    const next = at < 0 ? undefined : bytes[at + 1]
    if (next === undefined) throw new NotPlain()
    const isPartOfIt = next === 0x00 || (next >= 0xd0 && next <= 0xd7)
    if (!isPartOfIt && next !== 0xff) return at
  }
}
