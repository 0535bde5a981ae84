import { z } from '@hono/zod-openapi'
import { eq } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { slaCalendars } from '#src/db/sla-schema.ts'
import { PRIORITIES } from '#src/db/ticket-schema.ts'
import type { SlaCalendarId } from '#src/ids.ts'
import { ALWAYS, type Calendar } from './calendar.ts'
import { CalendarBody, calendarFrom } from './calendar-body.ts'
import { DEFAULT_POLICY } from './default-policy.ts'
import type { AppliedPolicy, ClockName } from './policy.ts'
import { PolicyBody, policyFrom } from './policy-body.ts'
import { calendarOf } from './policy-book.ts'
import { refusal } from './sla-book.ts'
import { termsOf } from './ticket-life.ts'
import { addWorked, workedStretches } from './working-hours.ts'

const WEEK_MS = 7 * 24 * 3_600_000
const moment = () => z.iso.datetime()

export const PreviewRequest = z
  .strictObject({
    policy: PolicyBody.optional().openapi({ description: 'By default the one that holds without any' }),
    calendar: CalendarBody.optional().openapi({ description: 'By default that of the policy' }),
    priority: z.enum(PRIORITIES),
    from: z.iso
      .datetime({ offset: true })
      .refine((text) => /^[12]/.test(text), { params: { rule: 'not-valid' } })
      .transform((text) => new Date(text))
      .openapi({ type: 'string', format: 'date-time', description: 'When the ticket would be filed' }),
  })
  .openapi('SlaPreviewRequest')
export type PreviewRequest = z.output<typeof PreviewRequest>

export const Preview = z
  .object({
    first_response_due_at: moment().nullable(),
    next_response_due_at: moment()
      .nullable()
      .openapi({ description: 'If the requester wrote in that moment' }),
    resolution_due_at: moment().nullable(),
    worked: z
      .array(z.object({ from: moment(), to: moment() }))
      .openapi({ description: 'In the seven days from then on' }),
  })
  .openapi('SlaPreview')
export type Preview = z.infer<typeof Preview>

/** What a policy or calendar would mean, before anybody keeps it. */
export async function previewSla(db: Db, request: PreviewRequest): Promise<Preview> {
  const { priority, from } = request
  const applied = await appliedOf(db, request)
  const dueAt = (name: ClockName) => {
    const { calendar, targetMs } = termsOf({ applied, priority }, name)
    return targetMs === null ? null : addWorked(calendar, from, targetMs).toISOString()
  }
  const { calendar } = termsOf({ applied, priority }, 'resolution')
  return {
    first_response_due_at: dueAt('first_response'),
    next_response_due_at: dueAt('next_response'),
    resolution_due_at: dueAt('resolution'),
    worked: workedWithin(calendar, from),
  }
}

async function appliedOf(db: Db, { policy, calendar }: PreviewRequest): Promise<AppliedPolicy> {
  const own = policy ? { id: null, ...policyFrom(policy) } : DEFAULT_POLICY.policy
  if (calendar) return { policy: own, calendar: { id: null, ...calendarFrom(calendar) } }
  if (own.calendarId === null) return { policy: own, calendar: ALWAYS }
  const isIt = eq(slaCalendars.id, own.calendarId as SlaCalendarId)
  const [row] = await db.select().from(slaCalendars).where(isIt)
  if (!row) throw refusal([{ path: ['policy', 'calendar_id'], rule: 'not-valid' }])
  return { policy: own, calendar: calendarOf(row) }
}

function workedWithin(calendar: Calendar, from: Date): Preview['worked'] {
  const [startMs, endMs] = [from.getTime(), from.getTime() + WEEK_MS]
  const stretches =
    calendar.kind === 'always' ? [{ startMs, endMs }] : [...workedStretches(calendar, startMs, endMs)]
  return stretches.map((one) => ({
    from: new Date(one.startMs).toISOString(),
    to: new Date(one.endMs).toISOString(),
  }))
}
