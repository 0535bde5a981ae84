import { WebSocket } from 'ws'

/**
 * Many who listen, speaking the wire format themselves: a client library for each would cost more than what is measured. Tells
 * `ready` when all are in the room, and then, for each lot of messages, when the last listener has had the last of them.
 */
const [url = '', token = '', many = '0', lot = '0'] = process.argv.slice(2)
const [COUNT, LOT] = [Number(many), Number(lot)]
/** As many as come in at a time without waiting too long to be admitted. */
const AT_ONCE = 50
const CONNECT = `40${JSON.stringify({ token })}`
const JOIN = '420["join_dashboard",{}]'

let left = COUNT * LOT
const sockets: WebSocket[] = []

function listen(): Promise<void> {
  const socket = new WebSocket(`${url}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false })
  sockets.push(socket)
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data: Buffer) => {
      const text = data.toString('latin1', 0, 3)
      if (text.startsWith('0')) socket.send(CONNECT)
      else if (text.startsWith('2')) socket.send('3')
      else if (text.startsWith('40')) socket.send(JOIN)
      else if (text.startsWith('43')) resolve()
      else if (text.startsWith('44')) reject(new Error(data.toString()))
      else if (text.startsWith('42')) heard()
    })
  })
}

function heard(): void {
  left -= 1
  if (left > 0) return
  left = COUNT * LOT
  process.send?.('heard')
}

let begun = 0
async function enter(): Promise<void> {
  while (begun++ < COUNT) await listen()
}
await Promise.all(Array.from({ length: AT_ONCE }, enter))
process.on('disconnect', () => process.exit())
process.send?.('ready')
