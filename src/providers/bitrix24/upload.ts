import { randomBytes } from 'node:crypto'
import ky from 'ky'
import { CrmError } from '#src/providers/crm-provider.ts'
import { type Access, isSameOrigin } from './access.ts'
import { failureOnTheWay } from './failures.ts'
import { LONGEST_REQUEST_MS, readAnswer } from './rest-client.ts'

type Form = {
  /** The name of the part of the form that holds the file. */
  field: string
  name: string
  stream: ReadableStream<Uint8Array>
  sizeBytes: number
}

/**
 * Posts a file to where the portal itself wants it, as it comes, and returns the portal's result. The address comes out of
 * an answer and carries a credential: it goes nowhere else, and into no error.
 */
export type Upload = (url: string, form: Form) => Promise<unknown>

export function createUpload(access: Access, { longestPauseMs = LONGEST_REQUEST_MS } = {}): Upload {
  return async (url, form) => {
    const pass = await access.pass()
    if (pass instanceof CrmError) throw pass
    if (!URL.canParse(url) || !isSameOrigin(url, pass.endpoint))
      throw new CrmError('rejected', 'foreign-file', 'The CRM wants a file to be sent somewhere else')
    const outcome = await post(url, form, longestPauseMs)
    if ('failure' in outcome) throw outcome.failure
    return outcome.answer.result
  }
}

async function post(url: string, { field, name, stream, sizeBytes }: Form, longestPauseMs: number) {
  const boundary = `ponte-${randomBytes(16).toString('hex')}`
  const disposition = `form-data; name="${field}"; filename="${name.replace(/["\r\n\\]/g, '_')}"`
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n`,
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const stalled = new AbortController()
  const timer = setTimeout(() => stalled.abort(), longestPauseMs)
  const reader = stream.getReader()
  let broken: CrmError | undefined

  async function* body() {
    yield head
    try {
      let seenBytes = 0
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        seenBytes += next.value.byteLength
        if (seenBytes > sizeBytes) break
        timer.refresh()
        yield next.value
      }
      if (seenBytes !== sizeBytes) throw new RangeError('the file has another size than was said')
    } catch (error) {
      // What kept it from being read is not the CRM's, and its text may hold the address of the store.
      broken = new CrmError('unknown', 'file-broken', 'The file could not be read whole, nor sent whole')
      throw error
    }
    timer.refresh()
    yield tail
  }

  try {
    const response = await ky.post(url, {
      // ReadableStream of Node and of the browser are one, and two types.
      body: ReadableStream.from(body()) as ReadableStream<Uint8Array<ArrayBuffer>>,
      headers: {
        Accept: 'application/json',
        'User-Agent': 'Ponte',
        Referer: `${new URL(url).origin}/`,
        'Content-Type': `multipart/form-data; boundary=${boundary}`,
        // So that a body which ends too early is no whole body to anybody.
        'Content-Length': String(head.length + sizeBytes + tail.length),
      },
      retry: 0,
      timeout: false,
      signal: stalled.signal,
      throwHttpErrors: false,
      redirect: 'manual',
    })
    return readAnswer(response.status, await response.text())
  } catch (error) {
    return { failure: broken ?? failureOnTheWay(error) }
  } finally {
    clearTimeout(timer)
    // Not waited for: a source that hangs may hang in this too.
    void reader.cancel().catch(() => undefined)
  }
}
