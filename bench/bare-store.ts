import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What S3 has to do with bytes that are put, and no more: two digests. It keeps nothing. */
const server = createServer(async (request, response) => {
  const [md5, sha256] = [createHash('md5'), createHash('sha256')]
  for await (const chunk of request) {
    md5.update(chunk as Buffer)
    sha256.update(chunk as Buffer)
  }
  response.end(`${md5.digest('hex')} ${sha256.digest('hex')}`)
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit(0))
