import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Faults } from '#sandbox/faults.ts'
import { type Account, authenticate } from './auth/authenticate.ts'
import type { Answer, Call } from './call.ts'
import { allowOrigin, answerPreflight } from './cors.ts'
import { beforeWork, spoilingOf } from './faulty.ts'
import { type OperationName, operationName } from './operation-name.ts'
import { OPERATIONS } from './operations/operations.ts'
import { openPost } from './operations/post-object.ts'
import { refusal } from './refusal.ts'
import type { RequestEntry, RequestLog } from './request-log.ts'
import { type Spoiling, send } from './send.ts'
import type { Store } from './store/store.ts'
import { readAddress } from './wire/address.ts'
import { openBody, readText } from './wire/body.ts'

type World = { store: Store; account: Account; faults: Faults; log: RequestLog }

/** Of all others the body is read, checked and forgotten before they begin. */
const READ_THEIR_BODY: OperationName[] = [
  ...(['PutObject', 'PostObject', 'UploadPart'] as const),
  ...(['CreateBucket', 'DeleteObjects', 'CompleteMultipartUpload'] as const),
]

export async function serve(request: IncomingMessage, response: ServerResponse, world: World): Promise<void> {
  const startedAt = Date.now()
  response.setHeader('server', 'Ponte sandbox')
  response.setHeader('x-amz-request-id', randomBytes(8).toString('hex').toUpperCase())
  allowOrigin(request, response)
  if (request.method === 'OPTIONS') return answerPreflight(request, response)

  const at = new Date(startedAt).toISOString()
  const entry: RequestEntry = {
    ...{ at, caller: null, method: null, status: null },
    ...{ receivedBytes: 0, sentBytes: 0, durationMs: 0 },
  }
  const done = await work(request, response, world, entry)
  entry.durationMs = Date.now() - startedAt
  world.log.add(entry)
  try {
    if (done && !request.socket.destroyed) await send(request, response, done.answer, entry, done.spoiling)
  } finally {
    if (typeof done?.answer.body === 'object') done.answer.body.release()
    discardRest(request)
  }
}

type Done = { answer: Answer; spoiling?: Spoiling | undefined } | null

async function work(
  request: IncomingMessage,
  response: ServerResponse,
  world: World,
  entry: RequestEntry,
): Promise<Done> {
  const { store, faults } = world
  let spoiling: Spoiling | undefined
  let call: Call | null = null
  try {
    const known = await identify(request, world.account, entry)
    call = known.call
    const struck = faults.forCall({ method: call.operation, user: known.accessKey })
    spoiling = spoilingOf(struck)
    const instead = await beforeWork(struck, response)
    if (instead === 'nothing') return null
    if (instead) return { ...instead, spoiling }
    if (!READ_THEIR_BODY.includes(call.operation)) await readText(call.body)
    return { answer: await OPERATIONS[call.operation](call, store), spoiling }
  } catch (error) {
    // Whoever hung up in the middle gets no answer, and it is no failure of ours.
    return request.socket.destroyed ? null : { answer: refusal(error), spoiling }
  } finally {
    entry.receivedBytes = call?.body.sizeBytes() ?? 0
  }
}

async function identify(request: IncomingMessage, account: Account, entry: RequestEntry) {
  const address = readAddress(request)
  const operation = operationName(request, address)
  entry.method = operation
  const { bucket, query } = address
  const common = { request, operation, bucket, query, region: account.region }
  if (operation === 'PostObject') {
    const { accessKey, form, key, body } = await openPost(request, bucket, account)
    entry.caller = accessKey
    return { accessKey, call: { ...common, key, form, body } }
  }
  const { accessKey, payload } = authenticate({ request, address, operation }, account)
  entry.caller = accessKey
  return { accessKey, call: { ...common, key: address.key, form: null, body: openBody(request, payload) } }
}

/** So that a client who is still sending gets to the answer, and the connection to its next request. */
function discardRest(request: IncomingMessage): void {
  // Whoever was reading has stopped, perhaps without a word.
  request.removeAllListeners('readable')
  request.resume()
}
