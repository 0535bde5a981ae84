import ky, { type KyInstance } from 'ky'
import { CrmError } from '#src/providers/crm-provider.ts'
import { failureOf, failureOfPage, failureOnTheWay, unreadable } from './failures.ts'
import { encodeCommand } from './php-query.ts'
import { type Answer, BatchResult, Envelope, Failure, type Time } from './wire.ts'

export type Call = { method: string; params: object }
export type Outcome = { answer: Answer } | { failure: CrmError }

/** Speaks HTTP to one portal, and says of each call what became of it. Decides nothing. */
export type RestClient = {
  one(call: Call): Promise<Outcome>
  /** In the order of the calls; `whole`: what became of the batch itself. */
  batch(calls: readonly Call[]): Promise<{ outcomes: Outcome[]; whole: Outcome }>
}

/** The portal cuts a request after 60 s: who waits longer than that knows that nothing goes on behind its back. */
export const LONGEST_REQUEST_MS = 65_000

type Options = {
  /** `https://portal/rest/1/secret/`. */
  webhookUrl: string
  longestRequestMs?: number
}

export function createRestClient({ webhookUrl, longestRequestMs = LONGEST_REQUEST_MS }: Options): RestClient {
  const http = ky.create({
    prefix: webhookUrl,
    method: 'post',
    retry: 0,
    // Below: theirs ends with the headers, and an answer can stop in its middle too.
    timeout: false,
    throwHttpErrors: false,
    // A portal that moved answers 302, and whoever follows it turns the call into a GET without a body.
    redirect: 'manual',
    headers: { Accept: 'application/json', 'User-Agent': 'Ponte' },
  })
  return {
    one: ({ method, params }) => send(http, method, params, longestRequestMs),
    async batch(calls) {
      const commands = calls.map(({ method, params }) => encodeCommand(method, params) ?? '')
      const cmd = Object.fromEntries(commands.map((command, index) => [nameOf(index), command]))
      const whole = await send(http, 'batch', { halt: 0, cmd }, longestRequestMs)
      if ('failure' in whole) return { outcomes: calls.map(() => whole), whole }
      const read = BatchResult.safeParse(whole.answer.result)
      const outcomes = calls.map((_call, index) =>
        read.success ? outcomeOf(read.data, nameOf(index)) : { failure: unreadable() },
      )
      return { outcomes, whole }
    },
  }
}

/** No number: a map of numbered commands comes back in two shapes. */
const nameOf = (index: number) => `c${index}`

async function send(http: KyInstance, method: string, params: object, longestMs: number): Promise<Outcome> {
  let status: number
  let text: string
  try {
    const response = await http(method, { json: params, signal: AbortSignal.timeout(longestMs) })
    status = response.status
    text = await response.text()
  } catch (error) {
    return { failure: failureOnTheWay(error) }
  }
  return readAnswer(status, text)
}

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
  const failure = batch.result_error?.[name]
  if (failure) {
    const { error: code, error_description: description = '' } = failure
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
