import type { Socket } from 'node:net'

/** One message of the protocol; the very first one of a client has no letter. */
export type Message = { type: string; payload: Buffer; bytes: Buffer }

const LENGTH_BYTES = 4

/** Whole messages, as many as have come at once. */
export async function* readMessages(
  socket: Socket,
  { isClient }: { isClient: boolean },
): AsyncGenerator<Message[]> {
  let rest: Buffer = Buffer.alloc(0)
  let isFirst = isClient
  for await (const chunk of socket) {
    rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer])
    const messages: Message[] = []
    for (;;) {
      const typeBytes = isFirst ? 0 : 1
      if (rest.length < typeBytes + LENGTH_BYTES) break
      const end = typeBytes + rest.readUInt32BE(typeBytes)
      if (rest.length < end) break
      const type = isFirst ? '' : String.fromCharCode(rest[0] ?? 0)
      messages.push({
        type,
        payload: rest.subarray(typeBytes + LENGTH_BYTES, end),
        bytes: rest.subarray(0, end),
      })
      rest = rest.subarray(end)
      isFirst = false
    }
    if (messages.length > 0) yield messages
  }
}
