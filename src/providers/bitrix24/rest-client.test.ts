import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HttpResponse, http, passthrough } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { webhookAccess } from './access.ts'
import { createRestClient, type Outcome } from './rest-client.ts'

/** What a wire and the servers on it can do wrong; how the portal itself behaves is tried with the sandbox. */

const PORTAL = 'https://portal.example.com/rest/1/top-secret-0123456789/'
const wire = setupServer()
beforeAll(() => wire.listen({ onUnhandledFrame: 'error' }))
afterEach(() => wire.resetHandlers())
afterAll(() => wire.close())

const client = createRestClient({ access: webhookAccess(PORTAL), longestRequestMs: 500 })
const answering = (method: string, answer: () => Response | Promise<Response>) =>
  wire.use(http.post(`${PORTAL}${method}`, answer))
const add = () => client.one({ method: 'crm.item.add', params: { entityTypeId: 2 } })
const told = (outcome: Outcome | undefined) =>
  outcome && 'failure' in outcome ? [outcome.failure.outcome, outcome.failure.code] : outcome

const HTML = '<html><body><h1>502 Bad Gateway</h1></body></html>'
const json = (body: string, status = 200) =>
  new HttpResponse(body, { status, headers: { 'Content-Type': 'application/json' } })

const ANSWERS: Record<string, [() => Response, string[]]> = {
  'a page of a server in between, with the status of success': [
    () => HttpResponse.html(HTML),
    ['unknown', 'unreadable-answer'],
  ],
  'a page of a server in between, that failed': [
    () => HttpResponse.html(HTML, { status: 502 }),
    ['unknown', 'crm-failed'],
  ],
  'a page that forbids': [() => HttpResponse.html(HTML, { status: 403 }), ['unknown', 'crm-failed']],
  'a page that finds it too large': [
    () => HttpResponse.html(HTML, { status: 413 }),
    ['rejected', 'too-large'],
  ],
  'nothing at all': [() => json(''), ['unknown', 'unreadable-answer']],
  'half of an answer': [() => json('{"result":{"item":{"id":74'), ['unknown', 'unreadable-answer']],
  'an answer without a result': [() => json('{"time":{}}'), ['unknown', 'unreadable-answer']],
  'something that is no object': [() => json('"ok"'), ['unknown', 'unreadable-answer']],
  'the connection cut': [() => HttpResponse.error(), ['unknown', 'no-answer']],
  'the rate, with its code': [
    () => json('{"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"}', 503),
    ['refused', 'too-many-requests'],
  ],
  'another 503': [() => json('{"error":"OVERLOAD_LIMIT"}', 503), ['refused', 'overloaded']],
  'a 503 that says nothing': [() => HttpResponse.html(HTML, { status: 503 }), ['unknown', 'crm-failed']],
  'a blocked method, in small letters': [
    () => json('{"error":"operation_time_limit","error_description":""}', 429),
    ['refused', 'method-blocked'],
  ],
  'a code that is a number': [
    () => json('{"error":100,"error_description":"Could not find value for parameter {id}"}', 400),
    ['rejected', 'rejected'],
  ],
  'the end of the licence': [
    () =>
      json('{"error":"ACCESS_DENIED","error_description":"REST is available only on commercial plans"}', 403),
    ['refused', 'access-revoked'],
  ],
  'an object that we may not see': [
    () => json('{"error":"ACCESS_DENIED","error_description":"Access denied."}', 400),
    ['rejected', 'rejected'],
  ],
  'an error on the status of success': [
    () => json('{"error":"INTERNAL_SERVER_ERROR"}'),
    ['unknown', 'crm-failed'],
  ],
}

describe('one call', () => {
  for (const [name, [answer, outcome]] of Object.entries(ANSWERS))
    test(`W-08: is ${outcome.join(' ')} when the wire brings ${name}`, async () => {
      answering('crm.item.add', answer)
      expect(told(await add())).toEqual(outcome)
    })

  test('is unknown when nothing comes for too long', async () => {
    answering('crm.item.add', () => new Promise(() => undefined))
    expect(told(await add())).toEqual(['unknown', 'no-answer'])
  })

  test('is unknown when the answer stops in the middle, and is not waited for any longer', async () => {
    wire.use(http.post('http://127.0.0.1*', () => passthrough()))
    const server = createServer((_request, response) => void response.write('{"res'))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest/1/x/`
    const slow = createRestClient({ access: webhookAccess(webhookUrl), longestRequestMs: 200 })
    expect(told(await slow.one({ method: 'profile', params: {} }))).toEqual(['unknown', 'no-answer'])
    server.closeAllConnections()
    server.close()
  })

  test('says no half of a sign, which PHP would take for no JSON at all', async () => {
    const bodies: string[] = []
    wire.use(
      http.post(`${PORTAL}crm.item.add`, async ({ request }) => {
        bodies.push(await request.text())
        return json('{"result":1}')
      }),
    )
    await client.one({ method: 'crm.item.add', params: { fields: { title: 'meio \ud83d sinal 😀' } } })
    expect(bodies).toEqual(['{"fields":{"title":"meio \ufffd sinal 😀"}}'])
  })

  test('leaves no secret in a failure', async () => {
    const failures: unknown[] = []
    for (const [answer] of Object.values(ANSWERS)) {
      answering('crm.item.add', answer)
      failures.push(await add())
    }
    const texts = failures.map((one) => {
      const { failure } = one as { failure: Error }
      return [String(failure), failure.stack, JSON.stringify(failure), String(failure.cause)].join(' ')
    })
    expect(texts.join('\n')).not.toContain('top-secret')
  })
})

describe('a batch', () => {
  const calls = ['crm.item.get', 'crm.item.add', 'profile'].map((method) => ({ method, params: {} }))
  const outcomes = async (body: object) => {
    answering('batch', () => json(JSON.stringify(body)))
    return (await client.batch(calls)).outcomes.map(told)
  }

  test('tells of each command, be it in a map or in one of PHP’s lists', async () => {
    const answered = {
      result: { c0: 1, c2: { ID: '1' } },
      result_error: { c1: { error: '', error_description: 'Not found' } },
    }
    const quirks = { result_total: [], result_next: [], result_time: [] }
    expect(await outcomes({ result: { ...answered, ...quirks } })).toEqual([
      { answer: { result: 1 } },
      ['rejected', 'not-found'],
      { answer: { result: { ID: '1' } } },
    ])
    const allFail = Object.fromEntries(calls.map((_, index) => [`c${index}`, { error: 'ERROR_CORE' }]))
    expect(await outcomes({ result: { result: [], result_error: allFail } })).toEqual(
      calls.map(() => ['rejected', 'rejected']),
    )
  })

  test('loses no outcome by what it says beside it', async () => {
    const odd = {
      result_total: { c0: null },
      result_next: 'no',
      result_time: { c0: { operating: '1.5' }, c2: [] },
    }
    const result_error = { c1: { error: 'ERROR_CORE', error_description: null } }
    const answered = { result: { c0: 1, c2: 2 }, result_error, ...odd }
    expect(await outcomes({ result: answered, total: null, time: { operating_reset_at: null } })).toEqual([
      { answer: { result: 1 } },
      ['rejected', 'rejected'],
      { answer: { result: 2 } },
    ])
  })

  test('leaves a command unknown of which it says nothing', async () => {
    expect(await outcomes({ result: { result: { c0: 1 }, result_error: [] } })).toEqual([
      { answer: { result: 1 } },
      ['unknown', 'no-outcome'],
      ['unknown', 'no-outcome'],
    ])
  })

  test('is unknown with every command when it cannot be read, and refused with every command when it was', async () => {
    expect(await outcomes({ result: { result: 'what' } })).toEqual(
      calls.map(() => ['unknown', 'unreadable-answer']),
    )
    expect(await outcomes({ result: 7 })).toEqual(calls.map(() => ['unknown', 'unreadable-answer']))
    answering('batch', () => json('{"error":"QUERY_LIMIT_EXCEEDED"}', 503))
    expect((await client.batch(calls)).outcomes.map(told)).toEqual(
      calls.map(() => ['refused', 'too-many-requests']),
    )
  })

  test('that is too large as a whole is refused, for each of its commands may be small', async () => {
    answering('batch', () => HttpResponse.html(HTML, { status: 413 }))
    expect((await client.batch(calls)).outcomes.map(told)).toEqual(
      calls.map(() => ['refused', 'batch-too-large']),
    )
  })
})
