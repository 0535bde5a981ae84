import type { IncomingMessage } from 'node:http'
import { nestPairs, type Params, parsePhpQuery } from './php.ts'

/** The cloud takes 2 GB; what is sent as base64 in a test is far smaller. */
const LARGEST_BYTES = 256 * 1024 * 1024

export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LARGEST_BYTES) throw new TooLarge()
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}

export class TooLarge extends Error {}

/** Parameters of a call, however they were sent; what makes no sense is passed over, as the portal does. */
export async function readParams(request: IncomingMessage, query: string): Promise<Params> {
  const fromQuery = query ? parsePhpQuery(query) : {}
  if (request.method === 'GET' || request.method === 'HEAD') return fromQuery
  const bytes = await readBytes(request)
  return bytes.length === 0 ? fromQuery : { ...fromQuery, ...(await parseBody(request, bytes)) }
}

async function parseBody(request: IncomingMessage, bytes: Buffer): Promise<Params> {
  const type = request.headers['content-type'] ?? ''
  if (type.includes('multipart/form-data')) {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'Content-Type': type } }).formData()
    return nestPairs([...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
  }
  const text = bytes.toString('utf8')
  if (type.includes('json') || /^\s*[{[]/.test(text)) {
    try {
      const parsed: unknown = JSON.parse(text)
      return parsed && typeof parsed === 'object' ? (parsed as Params) : {}
    } catch {
      // No JSON: a call without parameters.
      return {}
    }
  }
  return parsePhpQuery(text)
}
