import ky from 'ky'
import { CrmError } from '#src/providers/crm-provider.ts'
import { type Access, isSameOrigin } from './access.ts'
import { failureOf, failureOnTheWay } from './failures.ts'

/** From the portal's own host and nowhere else: the address comes out of an answer, and carries a credential. */
export type Download = (url: string, mostBytes: number) => Promise<ReadableStream<Uint8Array>>

const HEADERS_TIMEOUT_MS = 30_000
/** Without a single byte. */
const STALL_MS = 30_000

export function createDownload(access: Access): Download {
  return async (url, mostBytes) => {
    const pass = await access.pass()
    if (pass instanceof CrmError) throw pass
    if (!URL.canParse(url) || !isSameOrigin(url, pass.endpoint))
      throw new CrmError('rejected', 'foreign-file', 'The CRM names a file that lies somewhere else')
    const stop = new AbortController()
    const response = await open(url, stop.signal)
    if (response.status !== 200 || !response.body) {
      await response.body?.cancel()
      throw failureOf({ status: response.status, code: '', description: 'the file was not given' })
    }
    const chunks = watched(response.body, { mostBytes, stop })
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const next = await chunks.next()
          if (next.done) controller.close()
          else controller.enqueue(next.value)
        },
        // Also where nobody began to read: what is not wanted holds no connection.
        cancel: () => stop.abort(),
      },
      { highWaterMark: 0 },
    )
  }
}

async function open(url: string, signal: AbortSignal): Promise<Response> {
  try {
    return await ky.get(url, {
      retry: 0,
      timeout: HEADERS_TIMEOUT_MS,
      throwHttpErrors: false,
      redirect: 'manual',
      signal,
      // Servers in front of portals answer 404 to clients that do not look like one of theirs.
      headers: {
        Accept: '*/*',
        'Accept-Language': 'en',
        'User-Agent': 'Ponte',
        Referer: new URL('/', url).href,
      },
    })
  } catch (error) {
    throw failureOnTheWay(error)
  }
}

type Rules = { mostBytes: number; stop: AbortController }

/** Whoever reads it learns in our words what goes wrong on the way, and does not wait for ever. */
async function* watched(
  body: ReadableStream<Uint8Array>,
  { mostBytes, stop }: Rules,
): AsyncGenerator<Uint8Array> {
  let seenBytes = 0
  let stall = setTimeout(() => stop.abort(), STALL_MS)
  try {
    for await (const chunk of body) {
      clearTimeout(stall)
      seenBytes += chunk.byteLength
      if (seenBytes > mostBytes)
        throw new CrmError('rejected', 'file-too-large', `The file is larger than ${mostBytes} bytes`)
      yield chunk
      stall = setTimeout(() => stop.abort(), STALL_MS)
    }
  } catch (error) {
    throw error instanceof CrmError ? error : failureOnTheWay(error)
  } finally {
    clearTimeout(stall)
  }
}
