import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFaults } from '#sandbox/faults.ts'
import { control, isControl } from './control.ts'
import { createRequestLog } from './request-log.ts'
import { serve } from './serve.ts'
import { openStore } from './store/store.ts'

type Options = {
  /** Zero: any free one. */
  port: number
  /** Its own: what is in it and belongs to no object is removed. */
  folder: string
  accessKey: string
  secretKey: string
  region: string
}

/** Whose keys the sandbox takes when nobody says otherwise. */
export const S3_ACCOUNT = { accessKey: 'ponte', secretKey: 'ponte-sandbox', region: 'us-east-1' } as const

/** An S3 server as real clients know it: signatures are checked, bytes are streamed, and nothing is half there. */
export async function startS3({ port, folder, accessKey, secretKey, region }: Options) {
  const store = openStore(folder)
  const faults = createFaults()
  const log = createRequestLog()
  const world = { store, faults, log, account: { accessKey, secretKey, region } }
  const running = new Set<Promise<void>>()

  // A large object over a slow line takes as long as it takes.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 }, (request, response) => {
    const answered = isControl(request.url)
      ? control(request, response, world)
      : serve(request, response, world)
    const ended = answered.catch((error: unknown) => {
      if (!request.socket.destroyed) {
        process.stderr.write(`sandbox s3: ${error instanceof Error ? error.stack : String(error)}\n`)
      }
      response.destroy()
    })
    running.add(ended)
    void ended.then(() => running.delete(ended))
  })
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
  } catch (error) {
    store.close()
    throw error
  }
  return {
    // A server that listens on a port has such an address.
    port: (server.address() as AddressInfo).port,
    async stop(): Promise<void> {
      server.close()
      server.closeAllConnections()
      await Promise.all(running)
      store.close()
    },
  }
}
