import { z } from '@hono/zod-openapi'
import { eq, sql } from 'drizzle-orm'
import { type Caller, isOfTheTeam } from '#src/auth/access.ts'
import type { Db } from '#src/db/connect.ts'
import { NOTICE_KINDS, type NoticeKind, noticePreferences } from '#src/db/notice-schema.ts'

export const CHANNELS = ['app', 'mail', 'push'] as const
export type Channel = (typeof CHANNELS)[number]
type Kept = typeof noticePreferences.$inferSelect

/** All that anybody has not turned off; pushes reach those alone who asked a browser for them. */
export const isWanted = (kept: Pick<Kept, 'channels'> | null, kind: NoticeKind, channel: Channel): boolean =>
  kept?.channels[kind]?.[channel] ?? true

/** What whoever only asks for help can come to hear. */
const OF_REQUESTERS = [
  'ticket_created',
  'requester_reply',
  'agent_reply',
  'resolved',
  'reopened',
] as const satisfies NoticeKind[]
const kindsFor = (caller: Caller): readonly NoticeKind[] =>
  isOfTheTeam(caller) ? NOTICE_KINDS : OF_REQUESTERS

const switches = z.strictObject({ app: z.boolean(), mail: z.boolean(), push: z.boolean() })

export const NoticePreferences = z
  .object({
    kinds: z
      .partialRecord(z.enum(NOTICE_KINDS), switches)
      .openapi({ description: 'By kind, of those that can reach you, and channel' }),
  })
  .openapi('NoticePreferences')
export type NoticePreferences = z.infer<typeof NoticePreferences>

export const NoticePreferencesChange = z
  .strictObject({ kinds: z.partialRecord(z.enum(NOTICE_KINDS), switches.partial()).optional() })
  .openapi('NoticePreferencesChange')
export type NoticePreferencesChange = z.output<typeof NoticePreferencesChange>

export async function readPreferences(db: Db, caller: Caller): Promise<NoticePreferences> {
  const [kept = null] = await db
    .select()
    .from(noticePreferences)
    .where(eq(noticePreferences.userId, caller.userId))
  return show(kept, caller)
}

/** What is not named stays. */
export async function changePreferences(
  db: Db,
  caller: Caller,
  { kinds = {} }: NoticePreferencesChange,
): Promise<NoticePreferences> {
  return db.transaction(async (tx) => {
    const isTheirs = eq(noticePreferences.userId, caller.userId)
    await tx.insert(noticePreferences).values({ userId: caller.userId }).onConflictDoNothing()
    const [before] = await tx.select().from(noticePreferences).where(isTheirs).for('update')
    if (!before) throw new Error('a row that was inserted is gone')
    const channels = { ...before.channels }
    for (const [kind, wished] of Object.entries(kinds)) channels[kind] = { ...channels[kind], ...wished }
    const [kept = null] = await tx
      .update(noticePreferences)
      .set({ channels, updatedAt: sql`clock_timestamp()` })
      .where(isTheirs)
      .returning()
    return show(kept, caller)
  })
}

const show = (kept: Kept | null, caller: Caller): NoticePreferences => ({
  kinds: Object.fromEntries(
    kindsFor(caller).map((kind) => [
      kind,
      {
        app: isWanted(kept, kind, 'app'),
        mail: isWanted(kept, kind, 'mail'),
        push: isWanted(kept, kind, 'push'),
      },
    ]),
  ),
})
