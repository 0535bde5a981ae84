import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { noticePreferences, notices } from '#src/db/notice-schema.ts'
import type { JobId, UserId } from '#src/ids.ts'
import { Postpone } from '#src/jobs/ends.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { findLetters, isOfUse, lineOf } from './find-letters.ts'
import { linksOf } from './letter-addresses.ts'
import { composeDigest } from './notice-letter.ts'
import { promiseDigest } from './promise-digest.ts'
import { quietUntil } from './quiet-hours.ts'
import type { LetterRules } from './send-notice.ts'

type Needed = Pick<Ports, 'db' | 'mailer' | 'clock' | 'tokens'>

const MOST_IN_ONE = 50

/** What is in it is settled before it is sent: sent again, it is the same letter, and what came meanwhile goes with the next. */
export const sendDigest =
  (ports: Needed, rules: LetterRules): Task<'send-digest'> =>
  async ({ userId }, job) => {
    const { db, mailer, clock } = ports
    const now = clock()
    const [kept = null] = await db
      .select()
      .from(noticePreferences)
      .where(eq(noticePreferences.userId, userId))
    const until = quietUntil(kept, now, rules.timeZone)
    if (until) throw new Postpone(until.getTime() - now.getTime())
    await gather(db, userId, job.id)
    const found = await findLetters(db, eq(notices.gatheredBy, job.id))
    const useful = found.filter(
      (one) => one.notice.mail === 'gathered' && isOfUse(one, 'mail', rules.senders),
    )
    const [first] = useful
    if (first) {
      const { person } = first
      const links = linksOf({ ...ports, ...rules }, userId, 'all')
      const lines = useful.map((one) => lineOf(one, rules.publicUrl))
      const messageId = `<digest-${job.id}@${new URL(rules.publicUrl).hostname}>`
      await mailer.send(
        {
          ...{ to: person.email, messageId, isAutomatic: true, unsubscribeUrl: links.stopUrl },
          ...composeDigest(person.locale, lines, links),
        },
        job.signal,
      )
    }
    const sent = useful.map(({ notice }) => notice.id)
    await job.finish(async (tx) => {
      await tx
        .update(notices)
        .set({
          mail: sql`case when ${sent.length > 0 ? inArray(notices.id, sent) : sql`false`} then 'sent' else 'dropped' end`,
          mailedAt: sql`clock_timestamp()`,
        })
        .where(and(eq(notices.gatheredBy, job.id), eq(notices.mail, 'gathered')))
      // What came after this letter was settled, by notices that found its job still waiting, or that it has no room for.
      const [left] = await tx.select({ id: notices.id }).from(notices).where(isLeft(userId)).limit(1)
      const isNow = found.length === MOST_IN_ONE
      if (left) await promiseDigest(tx, userId, kept, { now, timeZone: rules.timeZone, isNow })
    })
  }

const isLeft = (userId: UserId) =>
  and(eq(notices.userId, userId), eq(notices.mail, 'gathered'), isNull(notices.gatheredBy))

/** Once for this job, however often it is tried. */
async function gather(db: Db, userId: UserId, jobId: JobId): Promise<void> {
  const [known] = await db
    .select({ id: notices.id })
    .from(notices)
    .where(eq(notices.gatheredBy, jobId))
    .limit(1)
  if (known) return
  const waiting = db
    .select({ id: notices.id })
    .from(notices)
    .where(isLeft(userId))
    .orderBy(asc(notices.id))
    .limit(MOST_IN_ONE)
  await db.update(notices).set({ gatheredBy: jobId }).where(inArray(notices.id, waiting))
}
