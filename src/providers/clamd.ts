import * as net from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { type Scanner, ScannerError } from './scanner.ts'

type Options = { host: string; port: number; longestSilenceMs?: number }

const SILENCE_MS = 60_000
const LONGEST_ANSWER = 4_096

/** The scanner of ClamAV, by its command INSTREAM: nothing of the file has to lie where it can read it. */
export function createClamd({ host, port, longestSilenceMs = SILENCE_MS }: Options): Scanner {
  return {
    async scan(bytes, signal) {
      const socket = net.connect({ host, port, signal })
      socket.setTimeout(longestSilenceMs, () =>
        socket.destroy(new Error(`clamd said nothing for ${longestSilenceMs} ms`)),
      )
      try {
        // It may answer before it has read all, when the file is larger than it takes, and then hang up.
        const sent = pipeline(Readable.from(inFrames(bytes)), socket, { end: false }).catch(
          (error: Error) => {
            socket.destroy(error)
            return error
          },
        )
        const answer = await text(firstLine(socket))
        const verdict = verdictOf(answer)
        if (verdict !== undefined) return verdict
        throw new ScannerError(`clamd says: ${answer.slice(0, 200) || 'nothing'}`, { cause: await sent })
      } catch (error) {
        if (error instanceof ScannerError) throw error
        throw new ScannerError('clamd did not answer', { cause: error })
      } finally {
        socket.destroy()
      }
    },
  }
}

/** Each chunk behind its length; a length of nothing ends it. */
async function* inFrames(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('zINSTREAM\0')
  for await (const chunk of bytes) {
    if (chunk.byteLength === 0) continue
    yield lengthOf(chunk.byteLength)
    yield chunk
  }
  yield lengthOf(0)
}

function lengthOf(bytes: number): Uint8Array {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes)
  return length
}

async function* firstLine(socket: net.Socket): AsyncGenerator<string> {
  let seen = 0
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    const said = String(chunk)
    seen += said.length
    yield said.split('\0')[0] ?? ''
    if (said.includes('\0') || seen > LONGEST_ANSWER) return
  }
}

/** Undefined: it is none. */
function verdictOf(answer: string): string | null | undefined {
  if (/^stream: OK$/.test(answer)) return null
  return /^stream: (.+) FOUND$/.exec(answer)?.[1]
}
