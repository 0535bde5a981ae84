import type { IncomingMessage, ServerResponse } from 'node:http'

const METHODS = 'GET, PUT, HEAD, POST, DELETE'
const EXPOSED =
  'Date, ETag, Server, Accept-Ranges, Content-Range, Content-Encoding, Content-Length, Content-Type, ' +
  'Content-Disposition, Last-Modified, Content-Language, Cache-Control, X-Amz-Request-Id, X-Amz-Bucket-Region'

/** As a MinIO does by default: a page of any origin may use a link or form that it was given. */
export function allowOrigin({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('vary', 'Origin')
  if (!headers.origin) return
  response.setHeader('access-control-allow-origin', headers.origin)
  response.setHeader('access-control-allow-credentials', 'true')
  response.setHeader('access-control-expose-headers', EXPOSED)
}

export function answerPreflight({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-methods', METHODS)
  const wanted = headers['access-control-request-headers']
  if (wanted) response.setHeader('access-control-allow-headers', wanted)
  response.writeHead(204).end()
}
