import * as http from 'node:http'
import * as https from 'node:https'
import { isIP } from 'node:net'
import { encryptPush } from './encrypt-push.ts'
import { isPublic, lookupPublic, NotPublic } from './public-address.ts'
import { type Push, PushError, type PushSender } from './push-sender.ts'
import { createVapid } from './vapid.ts'

type Settings = {
  /** Of which our keys are made. */
  secret: string
  /** Where we can be reached by whoever runs a push service, as `mailto:central@example.com`. */
  contact: string
  /** While it is tried out on one machine: push services may be played there, too, and without TLS. */
  mayBeLocal: boolean
  clock: () => Date
  timeoutMs?: number
}

const LONGEST_MS = 10_000
/** Whoever let us wait so long is not asked again for a while: other work would have to wait, too. */
const REST_MS = 60_000
/** So long nobody has to wait before the next attempt. */
const MOST_PATIENCE_MS = 3_600_000

/** RFC 8030: to the service that the browser's maker runs, which is led to by an address that the browser named. */
export function createWebPush({
  secret,
  contact,
  mayBeLocal,
  clock,
  timeoutMs = LONGEST_MS,
}: Settings): PushSender {
  const vapid = createVapid(secret, contact)
  /** Which services hang, and when they are asked again. */
  const resting = new Map<string, Date>()
  const rest = (origin: string) => {
    const now = clock()
    for (const [one, until] of resting) if (until <= now) resting.delete(one)
    resting.set(origin, new Date(now.getTime() + REST_MS))
  }
  return {
    applicationKey: vapid.publicKey,
    takes: (endpoint) => isTaken(endpoint, mayBeLocal),
    async send(push, signal) {
      const { endpoint } = push.to
      if (!isTaken(endpoint, mayBeLocal)) return 'gone'
      const url = new URL(endpoint)
      const until = resting.get(url.origin)
      if (until && until > clock()) throw new PushError('a push service did not answer lately', until)
      const body = encryptPush(push.text, push.to)
      const headers = { ...headersOf(push), authorization: await vapid.authorize(endpoint, clock()) }
      const deadline = AbortSignal.timeout(timeoutMs)
      const answer = await post(url, { headers, body, signal: AbortSignal.any([signal, deadline]) }).catch(
        (error: unknown) => {
          if (deadline.aborted) rest(url.origin)
          throw error
        },
      )
      if (answer === 'leads nowhere') return 'gone'
      const { status, retryAfter } = answer
      if (status >= 200 && status < 300) return 'taken'
      if (status === 404 || status === 410) return 'gone'
      if (status === 429 || status >= 500)
        throw new PushError(
          `${status} from a push service`,
          retryAfter ? momentOf(retryAfter, clock()) : undefined,
        )
      // A redirect, too: nobody is followed elsewhere.
      return { refused: status }
    },
  }
}

/** Names are looked at once more when they have become addresses: see lookupPublic. */
function isTaken(endpoint: string, mayBeLocal: boolean): boolean {
  if (!URL.canParse(endpoint)) return false
  const { protocol, hostname, port, username, password } = new URL(endpoint)
  if (username || password) return false
  if (mayBeLocal && isLocal(hostname)) return protocol === 'http:' || protocol === 'https:'
  if (protocol !== 'https:' || port) return false
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address) !== 0) return isPublic(address)
  // One word is a machine of ours.
  return hostname.includes('.') && !/(^|\.)localhost\.?$/.test(hostname)
}

const isLocal = (hostname: string) =>
  hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'

const headersOf = ({ ttlS, urgency, topic }: Push) => ({
  'content-type': 'application/octet-stream',
  'content-encoding': 'aes128gcm',
  ttl: String(ttlS),
  urgency,
  ...(topic !== undefined && { topic }),
})

type Sent = { headers: Record<string, string>; body: Buffer; signal: AbortSignal }
type Answer = { status: number; retryAfter?: string } | 'leads nowhere'

/** Nobody is followed elsewhere or listened to. */
function post(url: URL, { headers, body, signal }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      if (error instanceof NotPublic) return resolve('leads nowhere')
      reject(new PushError(`a push service did not answer (${codeOf(error)})`))
    }
    const { request } = url.protocol === 'http:' ? http : https
    const options = {
      ...{ method: 'POST', headers: { ...headers, 'content-length': body.length }, agent: false as const },
      signal,
      ...(isLocal(url.hostname) ? {} : { lookup: lookupPublic }),
    }
    const sent = request(url, options, (answer) => {
      const retryAfter = answer.headers['retry-after']
      resolve({ status: answer.statusCode ?? 0, ...(retryAfter !== undefined && { retryAfter }) })
      answer.destroy()
    })
    sent.on('error', fail)
    sent.end(body)
  })
}

/** Messages of errors name the host. */
const codeOf = (error: unknown) =>
  (error instanceof Error && ((error as NodeJS.ErrnoException).code ?? error.name)) || 'unknown'

/** RFC 9110: seconds, or a date. */
function momentOf(retryAfter: string, now: Date): Date | undefined {
  const ms = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter) * 1_000
    : new Date(retryAfter).getTime() - now.getTime()
  return Number.isNaN(ms) ? undefined : new Date(now.getTime() + Math.min(Math.max(0, ms), MOST_PATIENCE_MS))
}
