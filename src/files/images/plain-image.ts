export type Size = { width: number; height: number }

/** A picture and nothing but a picture, in the size in which it is shown. */
export type PlainImage = Size & {
  type: 'image/png' | 'image/jpeg' | 'image/webp'
  extension: 'png' | 'jpg' | 'webp'
  bytes: Buffer
}

/** It is no picture, a broken one, or one of a kind that we do not take. */
export class NotPlain extends Error {
  override readonly name = 'NotPlain'
}
