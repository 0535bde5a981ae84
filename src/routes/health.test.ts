import { once } from 'node:events'
import * as net from 'node:net'
import { expect, test } from 'vitest'
import { connectDatabase } from '#src/db/connect.ts'
import { checkReadiness } from './health.ts'

test('a database that says nothing makes us not ready, and does not keep whoever asks', async () => {
  const sockets: net.Socket[] = []
  const silent = net.createServer((socket) => void sockets.push(socket))
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  const { port } = silent.address() as net.AddressInfo
  const database = connectDatabase(`postgres://ponte:x@127.0.0.1:${port}/ponte`)
  const startedAt = performance.now()
  expect(
    await checkReadiness(
      { db: database.db, files: { isUp: async () => true }, crm: { state: () => 'up' } },
      false,
      100,
    ),
  ).toEqual({
    status: 'not-ready',
    checks: { database: 'down', files: 'up', crm: 'up' },
  })
  expect(performance.now() - startedAt).toBeLessThan(3_000)
  for (const socket of sockets) socket.destroy()
  silent.close()
  await database.close()
})
