import { and, asc, count, eq, isNull, max, ne } from 'drizzle-orm'
import { type Caller, may, reachOf } from '#src/auth/access.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { permissions, signUps, users } from '#src/db/schema.ts'
import { Postpone } from '#src/jobs/ends.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { isWithin } from './list-sign-ups.ts'
import { composeWaitingLetter } from './sign-up-letters.ts'
import type { UserRow } from './user.ts'

const EVERY_MS = 3_600_000

/** With whoever asked; a waiting one means all who ask until it is done. */
export const promiseToTell = (tx: Tx) => promise(tx, 'tell-approvers', {}, { key: 'sign-ups', merge: true })

/** Whoever may let them in, once an hour at the most, however many ask. */
export const tellApprovers =
  ({ db, clock }: Pick<Ports, 'db' | 'clock'>): Task<'tell-approvers'> =>
  async (_, job) => {
    const now = clock()
    const isNew = and(eq(signUps.state, 'waiting'), isNull(signUps.toldAt))
    const [[one], [last]] = await Promise.all([
      db.select({ id: signUps.id }).from(signUps).where(isNew).limit(1),
      db.select({ toldAt: max(signUps.toldAt) }).from(signUps),
    ])
    if (!one) return
    const passedMs = now.getTime() - (last?.toldAt?.getTime() ?? 0)
    if (passedMs < EVERY_MS) throw new Postpone(EVERY_MS - passedMs)
    await job.finish(async (tx) => {
      for (const approver of await findApprovers(tx)) {
        const isTheirs = and(isNew, isWithin(reachOf(approver)))
        const [news] = await tx.select({ count: count() }).from(signUps).where(isTheirs)
        const letter = { userId: approver.id, at: now.toISOString() }
        if (news && news.count > 0) await promise(tx, 'send-waiting-letter', letter, { lane: 'mail' })
      }
      await tx.update(signUps).set({ toldAt: now }).where(isNew)
    })
  }

type Needed = Pick<Ports, 'db' | 'mailer'>

/** Of those whom somebody has answered meanwhile nobody need hear. Sent again, it is the same letter. */
export const sendWaitingLetter =
  ({ db, mailer }: Needed, { publicUrl }: { publicUrl: string }): Task<'send-waiting-letter'> =>
  async ({ userId, at }, job) => {
    const approver = (await findApprovers(db)).find(({ id }) => id === userId)
    if (!approver) return
    const isTheirs = and(eq(signUps.state, 'waiting'), isWithin(reachOf(approver)))
    const [waiting] = await db.select({ count: count() }).from(signUps).where(isTheirs)
    if (!waiting || waiting.count === 0) return
    const { fullName: name, email, locale } = approver
    const content = composeWaitingLetter(locale, { name, count: waiting.count, publicUrl })
    const messageId = `<waiting-${userId}-${Date.parse(at)}@${new URL(publicUrl).hostname}>`
    await mailer.send({ to: email, messageId, isAutomatic: true, ...content }, job.signal)
  }

type Approver = UserRow & Pick<Caller, 'exceptions'>

/** As they are now: what roles may is changed by admins. */
async function findApprovers(db: Db | Tx): Promise<Approver[]> {
  const [[kept], team] = await Promise.all([
    db.select().from(permissions),
    db
      .select()
      .from(users)
      .where(and(users.isActive, ne(users.role, 'requester')))
      .orderBy(asc(users.id)),
  ])
  return team
    .map((user) => ({ ...user, exceptions: kept?.exceptions[user.role] ?? {} }))
    .filter((person) => may(person, 'users:approve'))
}
