import { z } from '@hono/zod-openapi'
import { may } from '#src/auth/access.ts'
import { DomainError } from '#src/errors.ts'
import { findPicture } from '#src/help/open-picture.ts'
import { PICTURE_NAME, PICTURES_PATH, pictureAddress, readPictureAddress } from '#src/help/picture-address.ts'
import { MOST_BYTES, MOST_PIXELS, type PictureRow, storePicture } from '#src/help/store-picture.ts'
import { callerIfAny, callerOf } from '#src/http/caller.ts'
import { newRoutes } from '#src/http/edge.ts'
import { endpoint, json } from '#src/http/endpoint.ts'
import { fileForm, withFirstFile } from '#src/http/form-parts.ts'
import type { Ports } from '#src/ports.ts'
import { AVATAR_PROBLEMS } from './avatars.ts'

const tags = ['help']
/** So long a shared picture may be shown without asking us whether it still may. */
const FRESH_S = 300

const HelpPicture = z
  .object({
    address: z.string().openapi({
      description: 'For texts: `![what it shows](address)`',
      example: `${PICTURES_PATH}/0d3a1f52-9c8e-8a4b-9f1e-2b6c7d8e9f00-640x480.png`,
    }),
    width: z.int(),
    height: z.int(),
    size: z.int(),
    mime: z.string(),
  })
  .openapi('HelpPicture')

/** Pictures of articles: the team sends them, and whoever reads what is published sees them. */
export function helpPictureRoutes(ports: Ports) {
  const routes = newRoutes()

  routes.openapi(
    endpoint({
      ...{ method: 'post', path: '/api/v1/admin/help/pictures', action: 'help:edit', tags },
      problems: [...AVATAR_PROBLEMS, 'quota-exceeded'],
      summary: `Send a picture for texts: PNG, JPEG or WebP, at most ${MOST_BYTES / 1024 / 1024} MB and ${MOST_PIXELS} by ${MOST_PIXELS} points; one that no text has goes after a week`,
      request: fileForm,
      responses: { 201: json(HelpPicture, 'Stored') },
    }),
    async (c) => {
      const picture = await withFirstFile(c, (file) => storePicture(ports, callerOf(c), file))
      const address = pictureAddress(picture)
      c.header('Location', address)
      const { width, height, sizeBytes, mime } = picture
      return c.json({ address, width, height, size: sizeBytes, mime }, 201)
    },
  )

  routes.openapi(
    endpoint({
      ...{ method: 'get', path: `${PICTURES_PATH}/{picture}`, action: 'help:read', tags },
      problems: ['file-not-found', 'file-store-away'],
      summary: 'A picture of a text: for anyone while one that is published shows it, else for the team',
      request: { params: z.object({ picture: z.string().regex(PICTURE_NAME) }) },
      responses: {
        200: { description: 'The picture', content: { 'image/*': { schema: z.string() } } },
        304: { description: 'It is the one that the browser has' },
      },
    }),
    async (c) => {
      const name = readPictureAddress(`${PICTURES_PATH}/${c.req.valid('param').picture}`)
      if (!name) throw new DomainError('file-not-found')
      const { picture, isPublic } = await findPicture(ports.db, name, async () => {
        const caller = await callerIfAny(c)
        return caller !== null && may(caller, 'help:edit')
      })
      const isKnown = namesTag(c.req.header('if-none-match'), picture)
      // Before anything is answered: what cannot be fetched is said plainly.
      const isWanted = !isKnown && c.req.method !== 'HEAD'
      const bytes = isWanted ? await ports.files.get(picture.key) : null
      if (isWanted && !bytes) throw new DomainError('file-not-found')
      c.header('Cache-Control', isPublic ? `public, max-age=${FRESH_S}` : 'private, no-cache')
      c.header('ETag', etagOf(picture))
      if (isKnown) return c.body(null, 304)
      c.header('Content-Type', picture.mime)
      c.header('Content-Length', String(picture.sizeBytes))
      c.header('Content-Disposition', 'inline')
      return bytes ? c.body(bytes, 200) : c.body(null, 200)
    },
  )

  return routes
}

const etagOf = ({ sha256 }: PictureRow) => `"${sha256.slice(0, 32)}"`

const namesTag = (header: string | undefined, picture: PictureRow) =>
  (header ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etagOf(picture))
