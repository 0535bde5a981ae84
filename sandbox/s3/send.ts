import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Answer, Content } from './call.ts'
import type { RequestEntry } from './request-log.ts'

/** How an answer is ruined after the work has been done. */
export type Spoiling = 'lost-answer' | 'truncate' | 'garbage'

const GARBAGE = '<html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>\n'

/** What is noted is noted before it is sent, so that whoever has the answer finds it in the log. */
type Note = Pick<RequestEntry, 'status' | 'sentBytes'>

/** A client that leaves in the middle is its own problem. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  note: Note,
  spoiling?: Spoiling,
): Promise<void> {
  if (spoiling === 'garbage') return await send(request, response, garbage(), note)
  const { status, headers = {} } = answer
  const content = typeof answer.body === 'object' ? answer.body : contentOf(answer.body ?? '')
  const hasBody = request.method !== 'HEAD' && status !== 204 && status !== 304 && content.sizeBytes > 0
  const isCut = spoiling === 'truncate'
  if (spoiling === 'lost-answer' || (isCut && !hasBody)) {
    request.socket.resetAndDestroy()
    return
  }
  note.status = status
  response.writeHead(status, {
    ...(status !== 204 && status !== 304 && { 'content-length': content.sizeBytes }),
    ...headers,
  })
  if (!hasBody) {
    response.end()
    return
  }
  const mostBytes = isCut ? Math.floor(content.sizeBytes / 2) : content.sizeBytes
  async function* counted() {
    for await (const chunk of content.bytes()) {
      const piece = chunk.subarray(0, mostBytes - note.sentBytes)
      note.sentBytes += piece.length
      yield piece
      if (note.sentBytes === mostBytes && isCut) return
    }
  }
  try {
    await pipeline(counted(), response, { end: !isCut })
  } catch (error) {
    if (!response.destroyed) throw error
  }
  // Ends the connection once all that was written is on its way.
  if (isCut) request.socket.destroySoon()
}

const garbage = (): Answer => ({ status: 200, headers: { 'content-type': 'text/html' }, body: GARBAGE })

function contentOf(text: string): Content {
  const bytes = Buffer.from(text)
  return {
    sizeBytes: bytes.length,
    bytes: async function* () {
      yield bytes
    },
    release: () => undefined,
  }
}
