import { createHash, randomBytes } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { and, eq, gt, lt } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { wsTickets } from '#src/db/schema.ts'
import type { SessionId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'

const TTL_MS = 30_000

export const WsTicket = z
  .object({
    ticket: z.string().openapi({ description: 'Good for one socket: /ws/...?ticket=' }),
    expires_in: z.int().openapi({ description: 'Seconds' }),
  })
  .openapi('WsTicket')

/** Opens one socket, for pages that send it no cookie. Addresses end up in logs: it is short-lived, and nothing once it was used. */
export async function issueWsTicket(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  { sessionId }: Caller,
): Promise<z.output<typeof WsTicket>> {
  const ticket = randomBytes(32).toString('base64url')
  const expiresAt = new Date(clock().getTime() + TTL_MS)
  await db.insert(wsTickets).values({ tokenHash: hash(ticket), sessionId, expiresAt })
  return { ticket, expires_in: TTL_MS / 1_000 }
}

/** Whose it is, once; null: it was used, is too old, or never was one. */
export async function useWsTicket(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  ticket: string,
): Promise<SessionId | null> {
  const isTheirs = and(eq(wsTickets.tokenHash, hash(ticket)), gt(wsTickets.expiresAt, clock()))
  const [used] = await db.delete(wsTickets).where(isTheirs).returning({ sessionId: wsTickets.sessionId })
  return used?.sessionId ?? null
}

export const sweepWsTickets = ({ db, clock }: Pick<Ports, 'db' | 'clock'>) =>
  db.delete(wsTickets).where(lt(wsTickets.expiresAt, clock()))

const hash = (ticket: string) => createHash('sha256').update(ticket).digest('hex')
