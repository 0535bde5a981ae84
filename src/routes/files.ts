import { z } from '@hono/zod-openapi'
import { openFile } from '#src/files/open-file.ts'
import type { FileRow } from '#src/files/store-upload.ts'
import { storeUploads } from '#src/files/store-uploads.ts'
import { UPLOAD_PATH } from '#src/files/upload-reference.ts'
import { callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import { fileForm, filePartsOf, refuseMissingFile } from '#src/http/form-parts.ts'
import type { FileId, UploadId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'

const tags = ['files']

const Upload = z
  .object({
    upload_id: z.uuid(),
    filename: z.string(),
    size: z.int(),
    mime: z.string(),
    sha256: z.string(),
  })
  .openapi('Upload')
/** The first as itself, since most forms have one; all of them in `items`. */
const Uploads = Upload.extend({ items: z.array(Upload) }).openapi('Uploads')

const FileReference = z
  .union([
    z
      .string()
      .regex(/^[1-9]\d{0,9}$/)
      .transform(Number)
      .pipe(z.int().max(2_147_483_647))
      .transform((id) => id as FileId),
    z.uuid().transform((id) => id.toLowerCase() as UploadId),
    z
      .string()
      .regex(/^crm-[1-9]\d{0,9}$/)
      .transform((text) => Number(text.slice('crm-'.length)))
      .pipe(z.int().max(2_147_483_647))
      .transform((crmFileRowId) => ({ crmFileRowId })),
  ])
  .openapi({
    type: 'string',
    description: 'The `id` of a file, be it absent, or an `upload_id`',
    example: '7',
  })

export function fileRoutes(ports: Ports) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      method: 'post',
      path: '/api/v1/uploads',
      action: 'files:upload',
      problems: [
        'upload-incomplete',
        'request-timeout',
        'content-type-not-supported',
        'file-too-large',
        'quota-exceeded',
        'file-type-not-allowed',
        'file-empty',
        'file-store-away',
        'disk-full',
      ],
      tags,
      summary: 'Send files, to be attached to a ticket or a message within a day',
      request: fileForm,
      responses: { 201: json(Uploads, 'Stored, all of them') },
    }),
    async (c) => {
      const [first, ...others] = await storeUploads(ports, callerOf(c), filePartsOf(c))
      if (!first) return refuseMissingFile()
      c.header('Location', `${UPLOAD_PATH}${first.uploadId}`)
      return c.json({ ...showUpload(first), items: [first, ...others].map(showUpload) }, 201)
    },
  )

  routes.openapi(
    endpoint({
      method: 'get',
      path: '/api/v1/attachments/{id}',
      action: 'ticket:read',
      problems: [
        'file-not-found',
        'file-quarantined',
        'file-infected',
        'file-on-its-way',
        'file-missing',
        'file-refused',
      ],
      tags,
      summary: 'Open a file',
      request: { params: z.object({ id: FileReference }) },
      responses: { 302: { description: 'To a link that is good for five minutes' } },
    }),
    async (c) => c.redirect(await openFile(ports, callerOf(c), c.req.valid('param').id), 302),
  )

  return routes
}

const showUpload = ({ uploadId, filename, sizeBytes, mime, sha256 }: FileRow) => ({
  upload_id: uploadId,
  filename,
  size: sizeBytes,
  mime,
  sha256,
})
