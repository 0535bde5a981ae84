import { z } from '@hono/zod-openapi'
import { eq, sql } from 'drizzle-orm'
import { type Caller, isOfTheTeam } from '#src/auth/access.ts'
import type { Db } from '#src/db/connect.ts'
import { LETTER_PACES, NOTICE_KINDS, type NoticeKind, noticePreferences } from '#src/db/notice-schema.ts'
import type { UserId } from '#src/ids.ts'
import { isTimeZone } from '#src/sla/time-zone.ts'

export const CHANNELS = ['app', 'mail', 'push'] as const
export type Channel = (typeof CHANNELS)[number]
type Kept = typeof noticePreferences.$inferSelect

/** All that anybody has not turned off. */
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

const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .openapi({ example: '22:00' })
const QuietHours = z
  .strictObject({
    from: TimeOfDay,
    to: TimeOfDay,
    time_zone: z
      .string()
      .max(64)
      .refine(isTimeZone, { params: { rule: 'not-valid' } })
      .nullable()
      .default(null)
      .openapi({ description: 'null: that of the business', example: 'America/Sao_Paulo' }),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], params: { rule: 'not-valid' } })
  .nullable()
  .openapi({ description: 'When letters and pushes wait; null: never' })
const Letters = z
  .enum(LETTER_PACES)
  .openapi({ description: 'Each by itself, or several in one: every full hour, or every morning at eight' })

export const NoticePreferences = z
  .object({
    letters: Letters,
    quiet_hours: QuietHours,
    kinds: z
      .partialRecord(z.enum(NOTICE_KINDS), switches)
      .openapi({ description: 'By kind, of those that can reach you, and channel' }),
  })
  .openapi('NoticePreferences')
export type NoticePreferences = z.infer<typeof NoticePreferences>

export const NoticePreferencesChange = z
  .strictObject({
    letters: Letters,
    quiet_hours: QuietHours,
    kinds: z.partialRecord(z.enum(NOTICE_KINDS), switches.partial()),
  })
  .partial()
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
  { kinds = {}, letters, quiet_hours: quiet }: NoticePreferencesChange,
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
      .set({
        channels,
        ...(letters !== undefined && { letters }),
        ...(quiet !== undefined && {
          quietFrom: quiet && minutesOf(quiet.from),
          quietTo: quiet && minutesOf(quiet.to),
          timeZone: quiet?.time_zone ?? null,
        }),
        updatedAt: sql`clock_timestamp()`,
      })
      .where(isTheirs)
      .returning()
    return show(kept, caller)
  })
}

/** By somebody who has a letter in their hands, and need not be signed in: of one kind, or all. Asked again, it is so already. */
export async function stopLetters(db: Db, userId: UserId, kinds: readonly NoticeKind[]): Promise<void> {
  await db.transaction(async (tx) => {
    const isTheirs = eq(noticePreferences.userId, userId)
    await tx.insert(noticePreferences).values({ userId }).onConflictDoNothing()
    const [before] = await tx.select().from(noticePreferences).where(isTheirs).for('update')
    const channels = { ...before?.channels }
    for (const kind of kinds) channels[kind] = { ...channels[kind], mail: false }
    await tx.update(noticePreferences).set({ channels, updatedAt: sql`clock_timestamp()` }).where(isTheirs)
  })
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const timeOf = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')

const show = (kept: Kept | null, caller: Caller): NoticePreferences => ({
  letters: kept?.letters ?? 'now',
  quiet_hours:
    kept && kept.quietFrom !== null && kept.quietTo !== null
      ? { from: timeOf(kept.quietFrom), to: timeOf(kept.quietTo), time_zone: kept.timeZone }
      : null,
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
