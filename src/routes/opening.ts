import { z } from '@hono/zod-openapi'
import type { ProblemCode } from '#src/errors.ts'

/** A request that may be sent again says so by a name of its own. */
export const idempotencyHeader = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/)
    .optional()
    .openapi({ description: 'Up to 128 characters; kept for seven days' }),
})

/** What can keep a ticket from being filed, on both surfaces. */
export const OPENING_PROBLEMS = [
  'forbidden',
  'user-not-found',
  'upload-already-used',
  'file-infected',
  'file-empty',
  'file-too-large',
  'file-type-not-allowed',
  'too-many-files',
  'quota-exceeded',
  'idempotency-key-reused',
  'file-store-away',
  'disk-full',
  'crm-timeout',
] as const satisfies readonly ProblemCode[]
