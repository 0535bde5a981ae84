import type { IncomingMessage, ServerResponse } from 'node:http'
import { PortalFailure } from '#sandbox/bitrix24/failure.ts'
import { runBatch } from './batch.ts'
import { readParams, TooLarge } from './body.ts'
import type { Answer, Caller } from './call.ts'
import { applicationCaller, webhookCaller } from './credentials.ts'
import { Cut, type Done, dispatch, type Host, Moved, type Spoil } from './dispatch.ts'
import { timeBlock } from './envelope.ts'
import type { Params } from './php.ts'
import type { LoggedRequest, RequestLog } from './request-log.ts'

type Target = { method: string; userId?: number; secret?: string }
export type Served = {
  status: number
  body: unknown
  spoil?: Spoil | undefined
  cut?: Cut['how']
  location?: string
}

/** `/rest/1/secret/crm.deal.get.json`, with slashes doubled or at the end; null for what is no method's address. */
export function readTarget(pathname: string): Target | null {
  const [, ...parts] = pathname.split('/').filter((part) => part !== '')
  const name = parts.pop()
  const method =
    name &&
    decodeName(name)
      .toLowerCase()
      .replace(/\.(json|xml)$/, '')
  if (!method) return null
  const [userId = '', secret = '', ...more] = parts
  if (parts.length === 0) return { method }
  return more.length === 0 && parts.length === 2 && /^\d{1,9}$/.test(userId)
    ? { method, userId: Number(userId), secret }
    : null
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

export async function serveRest(
  host: Host,
  log: RequestLog,
  request: IncomingMessage,
  response: ServerResponse,
  url: { pathname: string; query: string },
): Promise<void> {
  const start = host.portal.now()
  const target = readTarget(url.pathname)
  const entry = {
    at: start,
    address: request.socket.remoteAddress ?? '',
    user: target?.userId === undefined ? '' : String(target.userId),
    method: target?.method ?? '',
    batch: 0,
  }
  await answer(host, log, response, entry, serve(host, request, target, url.query, start, entry))
}

/** Whatever became of it, it is noted, and told as it shall be told. */
export async function answer(
  host: Host,
  log: RequestLog,
  response: ServerResponse,
  entry: Entry,
  serving: Promise<Served>,
): Promise<void> {
  const served = await serving.catch((error: unknown) => failed(host, entry.at, error))
  log.add({ ...entry, status: served.cut ? 0 : served.status, outcome: outcomeOf(served) })
  send(response, served)
}

const outcomeOf = ({ status, cut, spoil }: Served) => {
  if (cut) return 'cut' as const
  if (spoil) return 'spoiled' as const
  if (status === 503 || status === 429) return 'refused' as const
  return status < 300 ? ('served' as const) : ('failed' as const)
}

/** After a renaming whoever calls by another name is sent to the new one, and nothing is done for them. */
function refuseOldName({ portal }: Host, { headers, url = '/' }: IncomingMessage): void {
  const isRenamed = portal.address !== portal.authAddress
  if (isRenamed && headers.host !== portal.domain) throw new Moved(`${portal.address}${url}`)
}

export type Entry = Omit<LoggedRequest, 'status' | 'outcome'>

async function serve(
  host: Host,
  request: IncomingMessage,
  target: Target | null,
  query: string,
  start: number,
  entry: Entry,
): Promise<Served> {
  // A bucket for each address that calls, whatever comes of the call.
  host.limiter.enter(entry.address)
  const params = await readParams(request, query)
  refuseOldName(host, request)
  if (!target) throw new PortalFailure(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!')
  const caller = authenticate(host, target, params)
  entry.user = String(caller.userId)
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), host.limiter.limits().requestSeconds * 1_000)
  const working =
    target.method === 'batch'
      ? serveBatch(host, params, caller, timeout.signal, start, entry)
      : serveOne(host, target.method, params, caller, timeout.signal)
  return Promise.race([working, tooLong(timeout.signal)]).finally(() => clearTimeout(timer))
}

/** Whatever was begun may still be finished: the caller does not learn of it. */
const tooLong = (signal: AbortSignal) =>
  new Promise<Served>((resolve) => {
    signal.addEventListener('abort', () => resolve(TIMED_OUT), { once: true })
  })

const TIMED_OUT: Served = { status: 504, body: '<html>504 Gateway Time-out</html>' }

function authenticate({ portal }: Host, { userId, secret }: Target, params: Params): Caller {
  if (userId !== undefined) return webhookCaller(portal, userId, secret ?? '')
  return applicationCaller(portal, params.auth)
}

async function serveOne(
  host: Host,
  method: string,
  params: Params,
  caller: Caller,
  signal: AbortSignal,
): Promise<Served> {
  const done = await dispatch(host, { method, params, caller, signal, isInBatch: false })
  return { status: 200, body: envelope(done.answer, done), spoil: done.spoil }
}

async function serveBatch(
  host: Host,
  params: Params,
  caller: Caller,
  signal: AbortSignal,
  start: number,
  entry: Entry,
): Promise<Served> {
  const { portal, limiter } = host
  limiter.check(caller.credential, 'batch')
  const work = { method: 'batch', params, caller, signal, isInBatch: false }
  // Rules for the method "batch" strike the call as a whole.
  const outer = await dispatch({ ...host, methods: NOTHING_TO_DO }, work)
  const began = performance.now()
  const { result, spoil, size } = await runBatch(host, work)
  entry.batch = size
  const operating = limiter.charge(caller.credential, 'batch', 0)
  const time = timeBlock(portal, start, (performance.now() - began) / 1_000, operating)
  return { status: 200, body: { result, time }, spoil: spoil ?? outer.spoil }
}

const NOTHING_TO_DO = new Map([['batch', { scope: null, run: () => ({ result: null }) }]])

const envelope = ({ result, total, next }: Answer, { time }: Pick<Done, 'time'>) => ({
  result: result ?? null,
  ...(next !== undefined && { next }),
  ...(total !== undefined && { total }),
  time,
})

function failed({ portal }: Host, start: number, error: unknown): Served {
  if (error instanceof PortalFailure)
    return { status: error.status, body: { error: error.code, error_description: error.message } }
  if (error instanceof Cut) return { status: 0, body: null, cut: error.how }
  if (error instanceof Moved) return { status: 302, body: '', location: error.location }
  if (error instanceof TooLarge) return { status: 413, body: '<html>413 Request Entity Too Large</html>' }
  if ((error as Error).name === 'AbortError') return TIMED_OUT
  process.stderr.write(`sandbox bitrix24: ${(error as Error).stack}\n`)
  return {
    status: 500,
    body: {
      error: 'INTERNAL_SERVER_ERROR',
      error_description: 'Internal server error',
      time: timeBlock(portal, start, 0, { seconds: 0, resetAt: start }),
    },
  }
}

function send(response: ServerResponse, { status, body, spoil, cut, location }: Served): void {
  if (cut === 'hang') return
  if (cut === 'reset' || spoil === 'lost-answer') {
    response.socket?.resetAndDestroy()
    return
  }
  const isText = typeof body === 'string' || spoil === 'garbage'
  const text =
    spoil === 'garbage' ? '<html><body>Bitrix24</body></html>' : isText ? String(body) : JSON.stringify(body)
  const bytes = Buffer.from(text)
  response.writeHead(status, {
    'Content-Type': isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'Content-Length': bytes.length,
    ...(location && { Location: location }),
  })
  if (spoil !== 'truncate') return void response.end(bytes)
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy())
}
