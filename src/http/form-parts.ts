import type { Context } from 'hono'
import { DomainError } from '#src/errors.ts'
import type { Edge } from './edge.ts'
import { boundaryOf, type Part, readMultipart } from './multipart.ts'
import { bodyOf } from './read-body.ts'

export type FilePart = Part & { filename: string }

/** The files of a form as they come, however slowly, as long as something comes. Fields that are no files are passed over. */
export async function* filePartsOf(c: Context<Edge>): AsyncGenerator<FilePart> {
  const boundary = boundaryOf(c.req.header('content-type') ?? '')
  if (boundary === null) throw new DomainError('content-type-not-supported')
  c.var.deadline.pause()
  // Empty: a form whose file nobody chose.
  for await (const part of readMultipart(bodyOf(c, undefined, 'upload-incomplete'), boundary))
    if (part.filename) yield { ...part, filename: part.filename }
}

/** For `request`: what such a form looks like. Not checked by its shape, which would read it whole. */
export const fileForm = {
  body: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['file'] as string[],
          properties: { file: { type: 'string', format: 'binary' } },
        },
      },
    },
  },
} as const

/** Whatever else is in the form is not looked at. */
export async function withFirstFile<T>(c: Context<Edge>, use: (file: FilePart) => Promise<T>): Promise<T> {
  for await (const file of filePartsOf(c)) return await use(file)
  return refuseMissingFile()
}

export function refuseMissingFile(): never {
  throw new DomainError('invalid-request', {}, { fields: [{ in: 'body', path: ['file'], rule: 'required' }] })
}
