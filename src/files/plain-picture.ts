import { hash } from 'node:crypto'
import { DomainError } from '#src/errors.ts'
import type { StoredBytes } from '#src/providers/file-store.ts'
import type { Held } from './hold.ts'
import { NotPlain, type PlainImage } from './images/plain-image.ts'
import { readImage } from './images/read-image.ts'

export type { PlainImage }

/** What somebody sent, as a plain picture, freed of everything else that the file said; PNG, JPEG or WebP. */
export async function plainPicture(name: string, held: Held, mostPixels: number): Promise<PlainImage> {
  if (held.sizeBytes === 0) throw new DomainError('file-empty', { name })
  const image = await readImage(await wholeOf(held)).catch((cause: unknown) => {
    if (cause instanceof NotPlain) throw new DomainError('file-type-not-allowed', { name }, { cause })
    throw cause
  })
  if (Math.max(image.width, image.height) > mostPixels)
    throw new DomainError('file-too-large', { name, limit: `${mostPixels} × ${mostPixels} px` })
  return image
}

async function wholeOf({ sizeBytes, bytes }: Held): Promise<Buffer> {
  const whole = Buffer.alloc(sizeBytes)
  let filled = 0
  for await (const chunk of bytes()) {
    whole.set(chunk, filled)
    filled += chunk.byteLength
  }
  return whole
}

/** For the store. */
export const aboutPicture = ({ type, bytes }: PlainImage): StoredBytes => ({
  type,
  sizeBytes: bytes.length,
  sha256: hash('sha256', bytes),
})
