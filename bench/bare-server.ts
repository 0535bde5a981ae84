import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The least that a server on Node can do: the other side of every ratio. */
const BODY = '{"status":"alive"}'
const server = createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': BODY.length })
  response.end(BODY)
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit())
