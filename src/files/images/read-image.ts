import { plainJpeg } from './jpeg.ts'
import { NotPlain, type PlainImage } from './plain-image.ts'
import { plainPng } from './png.ts'
import { plainWebp } from './webp.ts'

/**
 * The same picture, put together anew out of the parts that are needed to show it. The points themselves are not touched, so
 * that no decoder of ours, and no native one, meets bytes of strangers. Throws NotPlain.
 */
export async function readImage(bytes: Buffer): Promise<PlainImage> {
  const image = await (bytes[0] === 0x89
    ? plainPng(bytes)
    : bytes[0] === 0xff
      ? plainJpeg(bytes)
      : plainWebp(bytes))
  if (image.width < 1 || image.height < 1) throw new NotPlain()
  return image
}
