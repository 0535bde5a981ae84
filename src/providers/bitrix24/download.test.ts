import { once } from 'node:events'
import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { CrmError } from '#src/providers/crm-provider.ts'
import { webhookAccess } from './access.ts'
import { createDownload, type Download } from './download.ts'

const PIECE = Buffer.alloc(200_000, 7)

/** Gives one piece of a file, and the rest only to whoever is there later; tells when its reader has left. */
async function portal() {
  const server = http.createServer((_request, response) => {
    server.emit('asked', response)
    response.writeHead(200, { 'content-length': PIECE.byteLength * 2 }).write(PIECE)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  // It listens on a port, so it is no path.
  const { port } = server.address() as AddressInfo
  const endpoint = `http://127.0.0.1:${port}/rest/`
  const asked = once(server, 'asked')
  return {
    open: (mostBytes: number): ReturnType<Download> =>
      createDownload(webhookAccess(endpoint))(`${endpoint}download.json`, mostBytes),
    /** Resolves when the connection of the one that was asked for is closed. */
    hasLeft: async () => {
      const [response] = (await asked) as [http.ServerResponse]
      if (!response.destroyed) await once(response, 'close')
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test('F-03: a file that is opened and not wanted holds no connection to the CRM, be it read in part or not at all', async () => {
  for (const isRead of [false, true]) {
    await using from = await portal()
    const stream = await from.open(1_000_000)
    const reader = stream.getReader()
    if (isRead) expect((await reader.read()).value?.byteLength).toBeGreaterThan(0)
    await reader.cancel()
    await from.hasLeft()
  }
})

test('F-12: of a file that is larger than it may be nothing more is read', async () => {
  await using from = await portal()
  const stream = await from.open(PIECE.byteLength / 2)
  const reading = Array.fromAsync(stream)
  await expect(reading).rejects.toThrow(CrmError)
  await expect(reading).rejects.toMatchObject({ outcome: 'rejected', code: 'file-too-large' })
  await from.hasLeft()
})
