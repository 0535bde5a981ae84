import ky from 'ky'
import { CrmError } from '#src/providers/crm-provider.ts'
import { type Access, isSameOrigin } from './access.ts'
import { failureOf, failureOnTheWay } from './failures.ts'

/** From the portal's own host and nowhere else: the address comes out of an answer, and carries a credential. */
export type Download = (url: string, mostBytes: number) => Promise<ReadableStream<Uint8Array>>

const HEADERS_TIMEOUT_MS = 30_000

export function createDownload(access: Access): Download {
  return async (url, mostBytes) => {
    const pass = await access.pass()
    if (pass instanceof CrmError) throw pass
    if (!URL.canParse(url) || !isSameOrigin(url, pass.endpoint))
      throw new CrmError('rejected', 'foreign-file', 'The CRM names a file that lies somewhere else')
    const response = await open(url)
    if (response.status !== 200 || !response.body) {
      await response.body?.cancel()
      throw failureOf({ status: response.status, code: '', description: 'the file was not given' })
    }
    return response.body.pipeThrough(atMost(mostBytes))
  }
}

async function open(url: string): Promise<Response> {
  try {
    return await ky.get(url, {
      retry: 0,
      timeout: HEADERS_TIMEOUT_MS,
      throwHttpErrors: false,
      redirect: 'manual',
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

function atMost(mostBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let seenBytes = 0
  return new TransformStream({
    transform(chunk, controller) {
      seenBytes += chunk.byteLength
      if (seenBytes <= mostBytes) controller.enqueue(chunk)
      else
        controller.error(
          new CrmError('rejected', 'file-too-large', `The file is larger than ${mostBytes} bytes`),
        )
    },
  })
}
