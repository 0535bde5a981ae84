import type { RouteConfig, z } from '@hono/zod-openapi'
import type { Context, Next } from 'hono'
import { type Action, authorizeDoor, isOpenToAnyone } from '#src/auth/access.ts'
import { PROBLEMS, type ProblemCode } from '#src/errors.ts'
import { findCaller } from './caller.ts'
import type { Edge } from './edge.ts'
import { readJsonBody, readOptionalJsonBody } from './json-body.ts'
import { Problem } from './problem.ts'

type Definition = Omit<RouteConfig, 'path' | 'middleware'> & {
  path: string
  /** What the policy in auth/access.ts is asked. */
  action: Action
  /** Beyond those that any request can meet. */
  problems?: readonly ProblemCode[]
  /** Of a JSON body, where it carries more than what people type. */
  mostBytes?: number
}

/** A route as a promise: who may call it, what goes in, what comes out, and how it can fail. */
export function endpoint<const P extends string, R extends Definition & { path: P }>(definition: R) {
  const { action, problems = [], mostBytes, ...route } = definition
  const hasJsonBody = route.request?.body?.content['application/json'] !== undefined
  const readJson = route.request?.body?.required ? readJsonBody : readOptionalJsonBody
  const readBody = (c: Context<Edge>, next: Next) => readJson(c, next, mostBytes ? { mostBytes } : {})
  const ask = guard(action, route.path)
  // A large body takes as long as its line does, and whoever sends it may be signed out or taken out meanwhile.
  const askAgain = mostBytes === undefined ? [] : [ask]
  const config = {
    ...route,
    'x-action': action,
    security: isOpenToAnyone(action) ? [] : [{ cookie: [] }, { bearer: [] }],
    middleware: [ask, ...(hasJsonBody ? [readBody] : []), ...askAgain],
    responses: {
      ...route.responses,
      ...describeProblems([...problems, ...commonProblems(action, hasJsonBody)]),
    },
  }
  // The handler's types come from what was declared; guard and problems change none of them.
  return config as unknown as R
}

/** For `request`: a JSON body of this shape. */
export const jsonBody = <S extends z.ZodType>(schema: S) => ({
  body: { required: true, content: { 'application/json': { schema } } } as const,
})

/** For `responses`: a JSON answer of this shape. */
export const json = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/** Asks the policy before anything is read or checked. */
function guard(action: Action, pattern: string) {
  return async (c: Context<Edge>, next: Next): Promise<void> => {
    c.set('pattern', pattern)
    const caller = isOpenToAnyone(action) ? null : await findCaller(c)
    authorizeDoor(caller, action)
    c.set('caller', caller)
    await next()
  }
}

function commonProblems(action: Action, hasJsonBody: boolean): ProblemCode[] {
  const aboutCallers = [
    'not-signed-in',
    'token-not-valid',
    'token-expired',
    'session-ended',
    'forbidden',
  ] as const
  const aboutBodies = ['malformed-json', 'body-too-large', 'content-type-not-supported'] as const
  return [
    ...(isOpenToAnyone(action) ? [] : aboutCallers),
    ...(hasJsonBody ? aboutBodies : []),
    'origin-not-allowed',
    'invalid-request',
    'internal-error',
    'database-unavailable',
    'disk-full',
  ]
}

/** OpenAPI has one answer per status: the codes that share one are named in its description. */
function describeProblems(codes: readonly ProblemCode[]) {
  const content = { 'application/problem+json': { schema: Problem } }
  const byStatus = Object.groupBy(new Set(codes), (code) => PROBLEMS[code])
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, sharing = []]) => [
      status,
      { description: sharing.join(', '), content },
    ]),
  )
}
