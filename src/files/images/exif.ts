const BEGINNING = 'Exif\0\0'
const ORIENTATION = 0x0112
const SHORT = 3

/** Which way is up, 1 to 8, out of what a camera wrote about a picture; null: it does not say, or not so that it can be read. */
export function orientationOf(data: Buffer): number | null {
  if (data.toString('latin1', 0, 6) !== BEGINNING) return null
  const tiff = data.subarray(6)
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return null
  const isLittle = order === 'II'
  const read16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const start = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (start + 2 > tiff.length) return null
  const entries = read16(start)
  for (let entry = 0; entry < entries; entry++) {
    const at = start + 2 + entry * 12
    if (at + 12 > tiff.length) return null
    if (read16(at) !== ORIENTATION) continue
    const value = read16(at + 8)
    return read16(at + 2) === SHORT && value >= 1 && value <= 8 ? value : null
  }
  return null
}

/** A whole segment of a JPEG that says this and nothing else. */
export function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.from('MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1')
  tiff.writeUInt16BE(orientation, 18)
  const body = Buffer.concat([Buffer.from(BEGINNING, 'latin1'), tiff])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}
