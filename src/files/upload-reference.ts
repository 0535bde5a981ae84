import { z } from '@hono/zod-openapi'
import type { UploadId } from '#src/ids.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const UPLOAD_PATH = '/api/v1/attachments/'

/** An upload by its id, or by the address under which it can be read here; addresses elsewhere are none of ours. */
export const uploadReference = (publicUrl: string) =>
  z
    .string()
    .max(2048)
    .toLowerCase()
    .transform((text) => {
      const start = [UPLOAD_PATH, `${publicUrl.toLowerCase()}${UPLOAD_PATH}`].find((one) =>
        text.startsWith(one),
      )
      return text.slice(start?.length ?? 0)
    })
    .pipe(z.string().regex(UUID))
    .transform((id) => id as UploadId)
    .openapi({
      type: 'string',
      example: '0b5c8a52-1f6e-8d2a-9c41-6f1f0a2b3c4d',
      description: 'An `upload_id`, or its address',
    })
