import { createHmac, timingSafeEqual } from 'node:crypto'

/** Either way: relays and we have clocks of our own. */
const TOLERANCE_MS = 5 * 60_000

/** What a relay says of the request that brings a mail. */
export type Signed = { timestamp: string; signature: string }

/** Read from headers; null: it cannot be right, so nobody need read the body. */
export function signedBy(
  timestamp: string | undefined,
  signature: string | undefined,
  now: Date,
): Signed | null {
  const [, digits] = /^sha256=([0-9a-f]{64})$/.exec(signature ?? '') ?? []
  if (!digits || !timestamp || !/^\d{10}$/.test(timestamp)) return null
  const isNow = Math.abs(now.getTime() - Number(timestamp) * 1000) <= TOLERANCE_MS
  return isNow ? { timestamp, signature: digits } : null
}

/** HMAC-SHA256 of the moment, a dot, and the body as it comes; whether it is right is known once all of it came. */
export function signatureOf(secret: string, timestamp: string) {
  const hmac = createHmac('sha256', secret).update(`${timestamp}.`)
  return {
    passing: async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of source) {
        hmac.update(chunk)
        yield chunk
      }
    },
    isSame: (signature: string) => timingSafeEqual(hmac.digest(), Buffer.from(signature, 'hex')),
  }
}
