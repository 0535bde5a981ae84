import type { UploadId } from '#src/ids.ts'

/** Where a picture is shown: it never shows another one, and its size is known before it has come. */

export const PICTURES_PATH = '/ajuda/imagens'
export const PICTURE_NAME =
  /^([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})-(\d{1,5})x(\d{1,5})\.(png|jpg|webp)$/

export type PictureName = { id: UploadId; width: number; height: number; extension: string }

export const pictureName = ({ id, width, height, extension }: PictureName) =>
  `${id}-${width}x${height}.${extension}`

export const pictureAddress = (picture: PictureName) => `${PICTURES_PATH}/${pictureName(picture)}`

/** null: it is no picture of ours. */
export function readPictureAddress(address: string): PictureName | null {
  if (!address.startsWith(`${PICTURES_PATH}/`)) return null
  const found = PICTURE_NAME.exec(address.slice(PICTURES_PATH.length + 1))
  if (!found) return null
  const [, id = '', width, height, extension = ''] = found
  // The pattern says that it is one.
  return { id: id as UploadId, width: Number(width), height: Number(height), extension }
}
