import { createHash, randomBytes } from 'node:crypto'
import type { UserId } from '#src/ids.ts'
import type { Visit } from '#src/visit.ts'

/** Who reads and votes, signed in or not. What is kept of strangers says nothing about them by itself. */

export type Voter = { key: string; userId: UserId | null }

const digest = (...parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('base64url')

export const newReader = () => randomBytes(16).toString('base64url')
/** What a browser keeps once its owner has voted, so that they can change their mind. */
export const isReader = (text: string | undefined) => text !== undefined && /^[\w-]{22}$/.test(text)

export const voterOf = (userId: UserId | null, reader: string): Voter => ({
  key: userId === null ? `reader:${digest('reader', reader)}` : `user:${userId}`,
  userId,
})

/** For a day: whoever only reads is asked to keep nothing. */
export const visitorOf = (userId: UserId | null, { network, userAgent }: Visit, day: string): string =>
  userId === null ? `net:${digest(day, network, userAgent ?? '')}` : `user:${userId}`
