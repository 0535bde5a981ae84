import { and, eq } from 'drizzle-orm'
import { users } from '#src/db/schema.ts'
import { slaClocks, slaWarnings } from '#src/db/sla-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { UserId } from '#src/ids.ts'
import { Postpone } from '#src/jobs/ends.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { composeWarning } from './warning-letter.ts'

type Needed = Pick<Ports, 'db' | 'mailer'>
type Rules = { publicUrl: string; timeZone: string }
/** How somebody wants to be written to about deadlines, by whoever knows it. `waitMs`: not before. */
export type LetterGate = (
  userId: UserId,
  kind: 'sla_warning' | 'sla_breached',
) => Promise<{ isWanted: boolean; waitMs: number | null; stopUrl: string }>

/** Of what has been dealt with meanwhile nobody need hear. Sent again, it is the same letter. */
export const sendSlaLetter =
  ({ db, mailer }: Needed, { publicUrl, timeZone }: Rules, gate: LetterGate): Task<'send-sla-letter'> =>
  async ({ warningId, userId }, job) => {
    const [found] = await db
      .select({
        warning: slaWarnings,
        number: deals.ticketNumber,
        title: deals.title,
        clock: slaClocks.state,
        email: users.email,
        locale: users.locale,
      })
      .from(slaWarnings)
      .innerJoin(deals, eq(deals.id, slaWarnings.ticketId))
      .innerJoin(users, and(eq(users.id, userId), users.isActive))
      .leftJoin(
        slaClocks,
        and(eq(slaClocks.ticketId, slaWarnings.ticketId), eq(slaClocks.clock, slaWarnings.clock)),
      )
      .where(eq(slaWarnings.id, warningId))
    if (!found || (found.clock !== 'running' && found.clock !== 'paused')) return
    const { warning, number, title, email, locale } = found
    const { ticketId, clock, percent, dueAt } = warning
    const { isWanted, waitMs, stopUrl } = await gate(userId, percent < 100 ? 'sla_warning' : 'sla_breached')
    if (!isWanted) return
    if (waitMs !== null) throw new Postpone(waitMs)
    const url = `${publicUrl}/chamados/${ticketId}`
    const letter = composeWarning(locale, { clock, percent, dueAt, ticket: { number, title }, url, timeZone })
    const messageId = `<sla-${warningId}-${userId}@${new URL(publicUrl).hostname}>`
    await mailer.send(
      { to: email, messageId, isAutomatic: true, unsubscribeUrl: stopUrl, ...letter },
      job.signal,
    )
  }
