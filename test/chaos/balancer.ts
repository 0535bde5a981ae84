import * as net from 'node:net'
import { freePorts } from '#test/process.ts'

/** Plain TCP, one gateway after the other, as long as it answers. Clients say who they are in their address: `?who=7`. */
export type Balancer = AsyncDisposable & {
  url: string
  /** Cuts the lines of one client, and takes none of it for so long. */
  cut(who: number, awayMs: number): void
}

export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const lines = new Map<number, Set<net.Socket>>()
  const awayUntil = new Map<number, number>()
  const all = new Set<net.Socket>()
  let next = 0

  const server = net.createServer((client) => {
    all.add(client)
    client.on('error', () => client.destroy())
    client.on('close', () => all.delete(client))
    client.once('data', (first) => {
      const who = Number(/[?&]who=(\d+)/.exec(first.toString('latin1'))?.[1] ?? 0)
      if ((awayUntil.get(who) ?? 0) > Date.now()) return void client.destroy()
      const mine = lines.get(who) ?? new Set()
      lines.set(who, mine.add(client))
      client.on('close', () => mine.delete(client))
      client.pause()
      connect(client, first, ports.length)
    })
  })

  function connect(client: net.Socket, first: Buffer, tries: number): void {
    const port = ports[next++ % ports.length] ?? 0
    const gateway = net.connect(port, '127.0.0.1')
    let isThere = false
    gateway.on('connect', () => {
      isThere = true
      gateway.write(first)
      client.pipe(gateway).pipe(client)
    })
    gateway.on('error', () => {
      if (!isThere && tries > 1 && !client.destroyed) connect(client, first, tries - 1)
      else client.destroy()
    })
    client.on('close', () => gateway.destroy())
    gateway.on('close', () => isThere && client.destroy())
  }

  const port = await freePorts(1)
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${port}`,
    cut(who, awayMs) {
      awayUntil.set(who, Date.now() + awayMs)
      for (const line of lines.get(who) ?? []) line.destroy()
    },
    async [Symbol.asyncDispose]() {
      for (const line of all) line.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
