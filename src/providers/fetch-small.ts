import type { z } from 'zod'
import { SignOnError } from './sign-on.ts'

const MOST_BYTES = 256 * 1024

type Options = RequestInit & { timeoutMs: number }

/** Nobody is followed elsewhere, waited for, or listened to for long. */
export async function fetchSmall(url: string, { timeoutMs, signal, ...init }: Options): Promise<Response> {
  const deadline = AbortSignal.timeout(timeoutMs)
  try {
    const answer = await fetch(url, {
      ...{ ...init, redirect: 'error' },
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    })
    const bytes = await readSmall(answer)
    return new Response(bytes, { status: answer.status, headers: answer.headers })
  } catch (cause) {
    if (cause instanceof SignOnError) throw cause
    throw new SignOnError('away', `${new URL(url).origin} did not answer`, { cause })
  }
}

async function readSmall({ body }: Response): Promise<ArrayBuffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body ?? []) {
    size += part.byteLength
    if (size > MOST_BYTES) throw new SignOnError('refused', 'the answer is too long')
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts)).buffer
}

export async function readJson<S extends z.ZodType>(answer: Response, schema: S): Promise<z.output<S>> {
  const why = answer.status >= 500 || answer.status === 429 ? 'away' : 'refused'
  if (!answer.ok) throw new SignOnError(why, `${answer.status} from the sign-in of the company`)
  let body: unknown
  try {
    body = await answer.json()
  } catch (cause) {
    throw new SignOnError('refused', 'the answer is not JSON', { cause })
  }
  const { data, error } = schema.safeParse(body)
  if (data === undefined) throw new SignOnError('refused', 'the answer has another shape', { cause: error })
  return data
}
