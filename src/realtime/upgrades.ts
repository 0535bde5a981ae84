import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void
export type Upgrades = { serve(prefix: string, upgrade: Upgrade): void }

const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'

/** Who may become a socket, by the beginning of their path. All others are refused at once: left alone they would hang for ever. */
export function createUpgrades(node: Server): Upgrades {
  const served: { prefix: string; upgrade: Upgrade }[] = []
  node.on('upgrade', (request, socket, head) => {
    const found = served.find(({ prefix }) => request.url?.startsWith(prefix))
    if (found) return found.upgrade(request, socket, head)
    socket.on('error', () => socket.destroy())
    socket.end(NOT_FOUND, () => socket.destroy())
  })
  return { serve: (prefix, upgrade) => void served.push({ prefix, upgrade }) }
}
