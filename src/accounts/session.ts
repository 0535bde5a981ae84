import { z } from '@hono/zod-openapi'
import type { SessionId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'

/** What a person carries after signing in. */
export type SessionTokens = { accessToken: string; refreshToken: string }

export const SESSION_LIFETIME_S = 7 * 24 * 60 * 60

export async function issueTokens(
  { tokens, clock }: Pick<Ports, 'tokens' | 'clock'>,
  sessionId: SessionId,
  generation: number,
): Promise<SessionTokens> {
  return {
    accessToken: await tokens.issueAccess(sessionId, clock()),
    refreshToken: tokens.issueRefresh(sessionId, generation),
  }
}

export const sessionExpiry = (now: Date) => new Date(now.getTime() + SESSION_LIFETIME_S * 1000)

/** One signed-in device, as its owner sees it. */
export const SessionInfo = z
  .object({
    id: z.uuid(),
    is_current: z.boolean(),
    created_at: z.iso.datetime(),
    last_used_at: z.iso
      .datetime()
      .openapi({ description: 'When it was last renewed; at most 15 minutes behind' }),
    expires_at: z.iso.datetime(),
    address: z.string(),
    user_agent: z.string().nullable(),
  })
  .openapi('Session')
export type SessionInfo = z.infer<typeof SessionInfo>
