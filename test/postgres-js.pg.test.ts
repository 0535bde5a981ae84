import { once } from 'node:events'
import * as net from 'node:net'
import { sql } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import { connectDatabase } from '#src/db/connect.ts'
import { createJobsWorld } from '#test/jobs/jobs-world.ts'

/** Of connectDatabase, where nobody says otherwise. */
const POOL = 10

test('a transaction whose connection is cut between two statements fails, and neither the process nor the pool is the worse for it', async () => {
  await using world = await createJobsWorld()
  const failures = await Promise.all(
    Array.from({ length: 30 }, (_, number) =>
      world.db
        .transaction(async (tx) => {
          const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid, ${number}::int`)
          await world.sql`select pg_terminate_backend(${row?.pid ?? 0})`
          await new Promise(setImmediate)
          await tx.execute(sql`select ${number}::int`)
        })
        .then(
          () => 'went through',
          () => 'failed',
        ),
    ),
  )
  expect(new Set(failures)).toEqual(new Set(['failed']))
  // Some may still be given a connection that is just being cut.
  await Promise.allSettled(Array.from({ length: 20 }, () => world.db.execute(sql`select 1`)))
  // None of them ends before all have begun: as many at once as the pool has connections, each of which has to be there again.
  let begun = 0
  const all = Promise.withResolvers<void>()
  await Promise.all(
    Array.from({ length: POOL }, () =>
      world.db.transaction(async (tx) => {
        await tx.execute(sql`select 1`)
        if (++begun === POOL) all.resolve()
        await all.promise
      }),
    ),
  )
})

/** Of a server that is shut down. */
const SHUTDOWN = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0')

test('a connection that is cut while the driver asks for its types is made again, and the process lives on', async () => {
  const { hostname, port } = new URL(inject('templateUrl'))
  let cuts = 0
  const server = net.createServer((client) => {
    const onward = net.connect(Number(port), hostname)
    for (const socket of [client, onward]) socket.on('error', () => undefined)
    client.once('close', () => onward.destroy())
    onward.once('close', () => client.destroy()).pipe(client)
    client.on('data', (chunk) => {
      if (cuts >= 3 || !chunk.includes('typcategory')) return onward.write(chunk)
      cuts += 1
      const head = Buffer.from('E\0\0\0\0')
      head.writeInt32BE(SHUTDOWN.length + 4, 1)
      return client.end(Buffer.concat([head, SHUTDOWN]))
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = new URL(inject('templateUrl'))
  url.port = String((server.address() as net.AddressInfo).port)
  const { db, close } = connectDatabase(url.href, 1)
  try {
    const ask = async () => (await db.execute(sql`select array[1, 2] as numbers`))[0]
    await expect.poll(() => ask().catch(() => null), { timeout: 30_000 }).toEqual({ numbers: [1, 2] })
    expect(cuts).toBe(3)
  } finally {
    await close()
    server.close()
  }
})
