import type { IncomingMessage, ServerResponse } from 'node:http'
import * as z from 'zod'
import { FaultList, type Faults } from '#sandbox/faults.ts'
import { S3Failure } from './failure.ts'
import type { RequestLog } from './request-log.ts'
import type { Store } from './store/store.ts'
import { collect } from './wire/byte-reader.ts'

const MOST_BYTES = 1024 * 1024
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

type World = { store: Store; faults: Faults; log: RequestLog }

export const isControl = (url = '') => /^\/control(?:[/?]|$)/.test(url)

/** For tests and people on this machine: what shall go wrong, what was asked, what is there. */
export async function control(
  request: IncomingMessage,
  response: ServerResponse,
  world: World,
): Promise<void> {
  const sendJson = (status: number, value: unknown) =>
    void response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
      .end(JSON.stringify(value))
  const refuse = (status: number, sentence: string) => sendJson(status, { error: sentence })

  // A page of somebody else whose name was made to lead here (DNS rebinding) shall set no faults.
  if (!LOCAL.test(request.headers.host ?? ''))
    return refuse(421, 'Control is for this machine alone: use localhost.')
  // Nor shall a page of another site, whose browser sends such requests without asking first.
  const { origin } = request.headers
  if (origin !== undefined && !LOCAL.test(origin.replace(/^https?:\/\//, ''))) {
    return refuse(403, 'Control takes no requests from pages of other sites.')
  }

  const { faults, log, store } = world
  const path = (request.url ?? '').split('?')[0]
  switch (`${request.method} ${path}`) {
    case 'GET /control/faults':
      return sendJson(200, faults.list())
    case 'PUT /control/faults': {
      const rules = await readRules(request)
      if ('sentence' in rules) return refuse(400, rules.sentence)
      faults.replace(rules.list)
      return sendJson(200, faults.list())
    }
    case 'GET /control/requests':
      return sendJson(200, log.list())
    case 'DELETE /control/requests':
      log.clear()
      return void response.writeHead(204).end()
    case 'GET /control/counts':
      return sendJson(200, store.counts())
    case 'POST /control/reset':
      await store.reset()
      return void response.writeHead(204).end()
    default:
      return refuse(404, `There is no ${request.method} ${path} here.`)
  }
}

async function readRules(request: IncomingMessage) {
  try {
    const body = await collect(request.iterator({ destroyOnReturn: false }), MOST_BYTES)
    const parsed = FaultList.safeParse(JSON.parse(body.toString('utf8')))
    if (parsed.success) return { list: parsed.data }
    return { sentence: `These are no faults: ${z.prettifyError(parsed.error)}` }
  } catch (error) {
    if (error instanceof SyntaxError) return { sentence: 'The body is no JSON.' }
    if (error instanceof S3Failure) return { sentence: `The body is larger than ${MOST_BYTES} bytes.` }
    throw error
  }
}
