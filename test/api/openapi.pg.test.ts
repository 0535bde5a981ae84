import { Validator } from '@seriousme/openapi-schema-validator'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SessionId } from '#src/ids.ts'
import { createWorld, type World } from '#test/world.ts'

type Schema = {
  type?: string | string[]
  $ref?: string
  properties?: Record<string, Schema>
  items?: Schema
  enum?: unknown[]
  format?: string
  anyOf?: Schema[]
}
type Operation = {
  'x-action'?: string
  tags?: string[]
  security?: object[]
  parameters?: { name: string; in: 'path' | 'query'; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, object> }>
}
type Document = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

let world: World
let document: Document
let operations: { method: string; path: string; operation: Operation }[]

beforeAll(async () => {
  world = await createWorld({ OIDC_ISSUER: 'http://localhost:9', OIDC_CLIENT_ID: 'ponte' })
  document = (await world.visitor().get('/openapi.json')).body as Document
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
})
afterAll(() => world[Symbol.asyncDispose]())

test('O-05: /openapi.json is a valid OpenAPI 3.1 document', async () => {
  expect(document.openapi).toBe('3.1.0')
  const result = await new Validator().validate(structuredClone(document) as never)
  expect(result.errors ?? []).toEqual([])
  expect(result.valid).toBe(true)
})

test('every route asks the policy, says whether it needs somebody signed in, and names its problems', () => {
  for (const { method, path, operation } of operations) {
    const name = `${method} ${path}`
    expect(operation['x-action'], name).toMatch(/^[a-z]+:[a-z-]+$/)
    expect(operation.security, name).toBeInstanceOf(Array)
    const needsCaller = operation.security?.length !== 0
    expect(Object.keys(operation.responses), name).toEqual(
      expect.arrayContaining(needsCaller ? ['401', '403', '500'] : ['500']),
    )
    for (const [status, { content }] of Object.entries(operation.responses)) {
      if (Number(status) >= 400 && path !== '/readyz')
        expect(Object.keys(content ?? {}), name).toEqual(['application/problem+json'])
    }
  }
})

test('D-01: the paths of the existing portal are all there', () => {
  const portal = operations
    .filter(({ operation }) => operation.tags?.includes('portal'))
    .map(({ method, path }) => `${method} ${path}`)
  expect(portal.sort()).toEqual([
    'DELETE /auth/users/{user_id}',
    'GET /auth/check-availability',
    'GET /auth/me',
    'GET /auth/users/{user_id}',
    'GET /deal/{deal_id}/{user_id}',
    'GET /kanban/cards',
    'GET /tickets-opens/{user_id}',
    'GET /tickets-responsible/{user_id}',
    'GET /tickets/{user_id}',
    'POST /auth/forgot-password',
    'POST /auth/login',
    'POST /auth/logout',
    'POST /auth/refresh-token',
    'POST /auth/reset-password',
    'POST /auth/users',
    'POST /auth/users/avatar',
    'POST /auth/users/me/phone',
    'POST /close-ticket',
    'POST /send-email',
    'POST /ticket',
    'POST /ticket/comment',
    'PUT /auth/users/{user_id}',
  ])
})

test('routes that are not described serve the description itself and static text, and nothing else', () => {
  const described = new Set(
    operations.map(({ method, path }) => `${method} ${path.replaceAll(/\{(.+?)\}/g, ':$1')}`),
  )
  const others = world.gateway.routes.filter((route) => !described.has(route))
  expect(others.sort()).toEqual([
    'GET /ajuda/ajuda.css',
    'GET /ajuda/ajuda.js',
    'GET /docs',
    'GET /docs/scalar.js',
    'GET /docs/start.js',
    'GET /openapi.json',
    'GET /problems/page.css',
  ])
})

/** What a client might send for this schema: often right, often nearly right, sometimes anything. */
function likeSchema(schema: Schema): fc.Arbitrary<unknown> {
  const resolved = schema.$ref
    ? (document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {})
    : schema
  const right = rightFor(resolved)
  return fc.oneof(
    { weight: 6, arbitrary: right },
    { weight: 2, arbitrary: anyText },
    { weight: 1, arbitrary: fc.jsonValue() },
  )
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\ud800',
    '1001',

    "' or 1=1 --",
    '%',
    '\\',
    'a'.repeat(5000),
    '１００１',
    '-0',
    '1e999',
  ),
)

function rightFor({
  type,
  properties = {},
  items,
  enum: values,
  format,
  anyOf,
}: Schema): fc.Arbitrary<unknown> {
  if (values) return fc.constantFrom(...values)
  if (anyOf) return fc.oneof(...anyOf.map(likeSchema))
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object': {
      const known = Object.fromEntries(
        Object.entries(properties).map(([name, schema]) => [name, likeSchema(schema)]),
      )
      const record = fc.record(known, { requiredKeys: [] })
      return fc.oneof(
        record,
        fc.tuple(record, fc.dictionary(anyText, fc.jsonValue())).map(([a, b]) => ({ ...b, ...a })),
      )
    }
    case 'array':
      return fc.array(likeSchema(items ?? {}), { maxLength: 5 })
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.integer({ min: 1, max: 6 }),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.maxSafeInteger(),
      )
    case 'boolean':
      return fc.boolean()
    default:
      return format === 'email'
        ? fc.emailAddress()
        : fc.oneof(anyText, fc.string({ minLength: 8, maxLength: 20 }))
  }
}

/** Not String(): what is generated may be an object whose own `toString` is no function. */
const textOf = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** Signed in anew for each request, because a request may well end its own session. */
async function adminToken(): Promise<string> {
  const id = crypto.randomUUID() as SessionId
  await world.sql`insert into sessions (id, user_id, created_at, expires_at, rotated_at, address)
    values (${id}, 5, now(), now() + interval '1 day', now(), 'local')`
  return world.gateway.ports.tokens.issueAccess(id, world.clock.now())
}

test('whatever is sent to whichever route, the answer is never a 5xx, and every refusal is a problem with a code', async () => {
  for (const { method, path, operation } of operations) {
    const parameters = operation.parameters ?? []
    const body = operation.requestBody?.content['application/json']?.schema
    const sent = fc.record({
      values: fc.record(Object.fromEntries(parameters.map(({ name, schema }) => [name, likeSchema(schema)]))),
      body: body
        ? fc.oneof(
            likeSchema(body).map((value) => JSON.stringify(value)),
            anyText,
          )
        : fc.constant(undefined),
    })
    await fc.assert(
      fc.asyncProperty(sent, async ({ values, body }) => {
        await world.sql`delete from attempts`
        let target = path
        const query = new URLSearchParams()
        for (const { name, in: place } of parameters) {
          const text = textOf(values[name]).toWellFormed()
          if (place === 'path') target = target.replace(`{${name}}`, encodeURIComponent(text) || '%20')
          else query.append(name, text)
        }
        const headers = { authorization: `Bearer ${await adminToken()}` }
        const answer = await world
          .visitor()
          .send(method, `${target}${query.size > 0 ? `?${query}` : ''}`, body, headers)
        expect(answer.status, answer.text.slice(0, 500)).toBeLessThan(500)
        if (answer.status >= 400)
          expect(answer.body).toMatchObject({ code: expect.any(String), status: answer.status })
      }),
      { numRuns: 30 },
    )
  }
})
