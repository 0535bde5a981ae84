import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'

/** The least that Socket.IO can do: a room that everybody joins, and messages said there as told. Ends with its parent. */
const server = createServer()
const io = new Server(server, { serveClient: false })
io.on('connection', (socket) => {
  socket.on('join_dashboard', (_since: unknown, answer: (entered: object) => void) => {
    void socket.join('dashboard')
    answer({ ok: true, seq: 0 })
  })
})
process.on('message', ({ event, payloads }: { event: string; payloads: object[] }) => {
  for (const payload of payloads) io.to('dashboard').emit(event, payload)
})
process.on('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
