import { RequestError } from '@hono/node-server'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { isDatabaseAway, isDiskFull, isTooSlow } from '#src/db/connect.ts'
import { DomainError, type FieldProblem, type FieldRule, PROBLEMS, type ProblemCode } from '#src/errors.ts'
import { DEFAULT_LOCALE, type Locale } from '#src/locale.ts'
import type { Edge } from './edge.ts'
import { problemText } from './texts/problem-text.ts'
import { fill, TEXTS } from './texts/texts.ts'

/** RFC 9457, with the members that clients of the portals before us look for (D-20, D-21). */
export const Problem = z
  .object({
    type: z.string().openapi({ example: '/problems/user-not-found' }),
    title: z.string(),
    status: z.int(),
    detail: z
      .union([
        z.string(),
        z.array(
          z.object({ loc: z.array(z.union([z.string(), z.int()])), msg: z.string(), type: z.string() }),
        ),
      ])
      .openapi({
        description: 'A sentence; for invalid-request on portal paths the list that FastAPI clients expect',
      }),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    success: z.literal(false),
    message: z.string(),
    error: z.string(),
    errors: z.array(z.object({ in: z.string(), field: z.string(), code: z.string(), message: z.string() })),
    request_id: z.string(),
  })
  .openapi('Problem')
export type Problem = z.infer<typeof Problem>

/** The only place that turns a failure into a status, a body and a log line. */
export function answerProblem(error: unknown, c: Context<Edge>): Response {
  const { visit, log } = c.var
  const known = asDomainError(error)
  if (!known) log.error({ err: error }, 'unexpected error')
  else if (known.code === 'database-unavailable') log.warn({ err: error }, 'database unavailable')
  else if (known.code === 'too-slow') log.warn({ err: error }, 'too slow')
  else if (known.code === 'file-store-away') log.warn({ err: error }, 'file store away')
  else if (known.code === 'disk-full') log.error({ err: error }, 'no room left on the disk')
  const problem = known ?? new DomainError('internal-error', { requestId: visit.requestId })
  const status = PROBLEMS[problem.code]
  for (const [name, value] of Object.entries(headersFor(problem))) c.header(name, value)
  c.header('Content-Type', 'application/problem+json')
  const body = describeProblem(problem, {
    locale: visit.locale,
    requestId: visit.requestId,
    path: c.req.path,
  })
  return c.body(JSON.stringify(body), status as ContentfulStatusCode)
}

function asDomainError(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error
  if (isDatabaseAway(error)) return new DomainError('database-unavailable')
  if (isDiskFull(error)) return new DomainError('disk-full')
  if (isTooSlow(error)) return new DomainError('too-slow')
  if (error instanceof RequestError) return new DomainError('malformed-request')
  if (error instanceof HTTPException && error.status === 415)
    return new DomainError('content-type-not-supported')
  return null
}

function headersFor({ code, params }: DomainError): Record<string, string> {
  switch (code) {
    case 'too-many-attempts':
      return { 'Retry-After': String(params.seconds) }
    case 'database-unavailable':
    case 'too-slow':
      return { 'Retry-After': '2' }
    case 'file-store-away':
    case 'too-busy':
      return { 'Retry-After': '5' }
    case 'disk-full':
      return { 'Retry-After': '60' }
    case 'version-conflict':
      return { ETag: `"${params.version}"` }
    case 'method-not-allowed':
      return { Allow: String(params.allowed) }
    default:
      return PROBLEMS[code] === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}
  }
}

type Surroundings = { locale?: Locale; requestId: string; path: string }

export function describeProblem(
  { code, params, fields }: DomainError,
  { locale = DEFAULT_LOCALE, requestId, path }: Surroundings,
): Problem {
  const texts = TEXTS[locale]
  const message = problemText(code, params, locale)
  const errors = fields.map((field) => ({
    in: field.in,
    field: field.path.join('.'),
    code: field.rule,
    message: fill(texts.fields[field.rule], field.params),
  }))
  const isFastApiList = code === 'invalid-request' && !path.startsWith('/api/')
  return {
    type: `/problems/${code}`,
    title: texts.problems[code].title,
    status: PROBLEMS[code],
    detail: isFastApiList
      ? fields.map((field, i) => asFastApi(field, errors[i]?.message ?? message))
      : message,
    code,
    success: false,
    message,
    error: texts.problems[code].title,
    errors,
    request_id: requestId,
  }
}

const FASTAPI_TYPES: Partial<Record<FieldRule, string>> = {
  required: 'missing',
  'too-short': 'string_too_short',
  'too-long': 'string_too_long',
  'too-small': 'greater_than_equal',
  'too-big': 'less_than_equal',
  'one-of': 'literal_error',
  'unknown-field': 'extra_forbidden',
}

function asFastApi(field: FieldProblem, msg: string) {
  const type = field.rule === 'wrong-type' ? `${field.params?.expected}_type` : FASTAPI_TYPES[field.rule]
  return { loc: [field.in, ...field.path], msg, type: type ?? 'value_error' }
}
