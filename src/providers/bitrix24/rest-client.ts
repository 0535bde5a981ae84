import ky from 'ky'
import { CrmError } from '#src/providers/crm-provider.ts'
import type { Access, Pass } from './access.ts'
import {
  failureOf,
  failureOfPage,
  failureOfRedirect,
  failureOnTheWay,
  isTurnedAway,
  unreadable,
} from './failures.ts'
import { encodeCommand, wholeSigns } from './php-query.ts'
import { type Answer, BatchResult, Envelope, Failure, type Time } from './wire.ts'

export type Call = { method: string; params: object }
export type Outcome = { answer: Answer } | { failure: CrmError }

/** Speaks HTTP to one portal, and says of each call what became of it. What was turned away at the door is tried once more. */
export type RestClient = {
  one(call: Call): Promise<Outcome>
  /** In the order of the calls; `whole`: what became of the batch itself. */
  batch(calls: readonly Call[]): Promise<Attempt>
}

/** The portal cuts a request after 60 s: who waits longer than that knows that nothing goes on behind its back. */
export const LONGEST_REQUEST_MS = 65_000

type Options = { access: Access; longestRequestMs?: number }
type Attempt = { outcomes: Outcome[]; whole: Outcome }
type Post = (pass: Pass, method: string, params: object) => Promise<Outcome>

export function createRestClient({ access, longestRequestMs = LONGEST_REQUEST_MS }: Options): RestClient {
  const http = ky.create({
    method: 'post',
    retry: 0,
    // Below: theirs ends with the headers, and an answer can stop in its middle too.
    timeout: false,
    throwHttpErrors: false,
    // A portal that moved answers 302, and whoever follows it turns the call into a GET without a body.
    redirect: 'manual',
    headers: { Accept: 'application/json', 'User-Agent': 'Ponte' },
    stringifyJson: (body) => JSON.stringify(body, ofWholeSigns),
  })
  const post: Post = async ({ endpoint, token }, method, params) => {
    try {
      const json = token === null ? params : { ...params, auth: token }
      const response = await http(method, {
        prefix: endpoint,
        json,
        signal: AbortSignal.timeout(longestRequestMs),
      })
      const isRedirect = response.status >= 300 && response.status < 400
      const moved = isRedirect && failureOfRedirect(endpoint, response.headers.get('location'))
      const text = await response.text()
      return moved ? { failure: moved } : readAnswer(response.status, text)
    } catch (error) {
      return { failure: failureOnTheWay(error) }
    }
  }
  return {
    async one(call) {
      const { whole } = await withAccess(access, [call], async (pass) => {
        const outcome = await post(pass, call.method, call.params)
        return { outcomes: [outcome], whole: outcome }
      })
      return whole
    },
    batch: (calls) => withAccess(access, calls, (pass, some) => postBatch(post, pass, some)),
  }
}

const ofWholeSigns = (_key: string, value: unknown) => (typeof value === 'string' ? wholeSigns(value) : value)

type Try = (pass: Pass, calls: readonly Call[]) => Promise<Attempt>

/** Those calls that were turned away did not run, writes as little as reads: they alone are tried again, once. */
async function withAccess(access: Access, calls: readonly Call[], attempt: Try): Promise<Attempt> {
  const pass = await access.pass()
  if (pass instanceof CrmError) return allFailed(calls, pass)
  const first = await attempt(pass, calls)
  const places = calls.flatMap((_call, place) => (turnedAway(first.outcomes[place]) ? [place] : []))
  const failure = turnedAway(first.outcomes[places[0] ?? -1])
  if (!failure) return first
  const next = await access.again(pass, failure)
  const repeated = calls.filter((_call, place) => places.includes(place))
  const second = next instanceof CrmError ? allFailed(repeated, next) : await attempt(next, repeated)
  const outcomes = first.outcomes.map((outcome, place) => second.outcomes[places.indexOf(place)] ?? outcome)
  return { outcomes, whole: second.whole }
}

const turnedAway = (outcome: Outcome | undefined) =>
  outcome && 'failure' in outcome && isTurnedAway(outcome.failure) ? outcome.failure : null

function allFailed(calls: readonly Call[], failure: CrmError): Attempt {
  return { outcomes: calls.map(() => ({ failure })), whole: { failure } }
}

async function postBatch(post: Post, pass: Pass, calls: readonly Call[]): Promise<Attempt> {
  const commands = calls.map(({ method, params }) => encodeCommand(method, params) ?? '')
  const cmd = Object.fromEntries(commands.map((command, index) => [nameOf(index), command]))
  const whole = await post(pass, 'batch', { halt: 0, cmd })
  if ('failure' in whole) return { ...allFailed(calls, ofAll(whole.failure)), whole }
  const read = BatchResult.safeParse(whole.answer.result)
  const outcomes = calls.map((_call, index) =>
    read.success ? outcomeOf(read.data, nameOf(index)) : { failure: unreadable() },
  )
  return { outcomes, whole }
}

/** That all of them together are too large says nothing against any of them. */
const ofAll = (failure: CrmError) =>
  failure.code === 'too-large' ? new CrmError('refused', 'batch-too-large', failure.message) : failure

/** No number: a map of numbered commands comes back in two shapes. */
const nameOf = (index: number) => `c${index}`

export function readAnswer(status: number, text: string): Outcome {
  const body = parse(text)
  const failure = Failure.safeParse(body)
  if (failure.success) {
    const { error: code, error_description: description = '' } = failure.data
    return { failure: failureOf({ status, code, description }) }
  }
  const envelope = Envelope.safeParse(body)
  if (status === 200 && envelope.success && 'result' in envelope.data) {
    const { result, total, next, time } = envelope.data
    return { answer: answerOf(result, total, next, time) }
  }
  if (status === 200) return { failure: unreadable() }
  return { failure: failureOfPage(status) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A page of a server in between, or half of an answer.
    return undefined
  }
}

function outcomeOf(batch: BatchAnswer, name: string): Outcome {
  const failure = Failure.safeParse(batch.result_error?.[name])
  if (failure.success) {
    const { error: code, error_description: description = '' } = failure.data
    // The status of a command is not told; all that commands fail by are refusals of the portal.
    return { failure: failureOf({ status: 400, code, description }) }
  }
  if (!batch.result || !(name in batch.result))
    return { failure: new CrmError('unknown', 'no-outcome', 'The batch says nothing about this command') }
  const time = batch.result_time?.[name]
  return { answer: answerOf(batch.result[name], batch.result_total?.[name], batch.result_next?.[name], time) }
}

type BatchAnswer = ReturnType<typeof BatchResult.parse>
type CallTime = ReturnType<typeof Time.parse>

const answerOf = (result: unknown, total?: number, next?: number, time?: CallTime): Answer => ({
  result,
  ...(total !== undefined && { total }),
  ...(next !== undefined && { next }),
  ...(time?.operating !== undefined && { operatingS: time.operating }),
  ...(time?.operating_reset_at !== undefined && {
    operatingResetAt: new Date(time.operating_reset_at * 1_000),
  }),
})
