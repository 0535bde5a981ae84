import { eq } from 'drizzle-orm'
import { noticePreferences } from '#src/db/notice-schema.ts'
import type { Ports } from '#src/ports.ts'
import type { LetterGate } from '#src/sla/send-sla-letter.ts'
import { linksOf } from './letter-addresses.ts'
import { isWanted } from './preferences.ts'
import { quietUntil } from './quiet-hours.ts'

type Needed = Pick<Ports, 'db' | 'clock' | 'tokens'>

/** For letters about deadlines, which are never gathered: a day later nobody could keep them. */
export const gateLetter =
  (
    { db, clock, tokens }: Needed,
    { publicUrl, timeZone }: { publicUrl: string; timeZone: string },
  ): LetterGate =>
  async (userId, kind) => {
    const [kept = null] = await db
      .select()
      .from(noticePreferences)
      .where(eq(noticePreferences.userId, userId))
    const now = clock()
    const until = quietUntil(kept, now, timeZone)
    return {
      isWanted: isWanted(kept, kind, 'mail'),
      waitMs: until && until.getTime() - now.getTime(),
      stopUrl: linksOf({ tokens, publicUrl }, userId, kind).stopUrl,
    }
  }
