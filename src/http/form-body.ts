import type { Context } from 'hono'
import { DomainError } from '#src/errors.ts'
import type { Edge } from './edge.ts'
import { readBody } from './read-body.ts'

const FORM = /^application\/x-www-form-urlencoded\s*(;|$)/i

/** As it came: whoever gets it reads the fields that it knows. */
export async function readFormBody(c: Context<Edge>): Promise<string> {
  if (!FORM.test(c.req.header('content-type') ?? '')) throw new DomainError('content-type-not-supported')
  return Buffer.from(await readBody(c)).toString('utf8')
}
