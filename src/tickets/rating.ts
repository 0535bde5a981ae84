import { z } from '@hono/zod-openapi'
import { DomainError } from '#src/errors.ts'
import { cleanText } from './message-text.ts'
import type { TicketColumns, TicketRow } from './queries.ts'

const DAY_MS = 24 * 3_600_000
const OPEN_MS = 30 * DAY_MS
const EDITABLE_MS = 3 * DAY_MS

/** One to five stars; everything else is told by the same rule, whatever it is. */
export const Rating = z
  .unknown()
  .refine((value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 5, {
    params: { rule: 'rating' },
  })
  .transform(Number)
  .openapi({ type: 'integer', minimum: 1, maximum: 5 })

export const Feedback = z.string().max(5_000).overwrite(cleanText)

export type Given = { rating?: number | undefined; feedback?: string | undefined }

/** Of a ticket that is closed by now, or is about to be. One for each closure, which may be thought over for a while (C-04). */
export function columnsOfRating(before: TicketRow, { rating, feedback }: Given, now: Date): TicketColumns {
  const wished = {
    ...(rating !== undefined && { rating }),
    ...(feedback !== undefined && { ratingFeedback: feedback || null }),
  }
  if (Object.entries(wished).every(([name, value]) => before[name as keyof TicketRow] === value)) return {}
  // How the other one goes is not known yet.
  if (before.mergedIntoId !== null) throw new DomainError('rating-not-open')
  refuseLate(before, now)
  return { ...wished, ...(rating !== undefined && { ratedAt: before.ratedAt ?? now }) }
}

function refuseLate({ status, closedAt, ratedAt }: TicketRow, now: Date): void {
  if (status !== 'closed') return
  const isLate = closedAt !== null && now.getTime() - closedAt.getTime() > OPEN_MS
  const isFixed = ratedAt !== null && now.getTime() - ratedAt.getTime() > EDITABLE_MS
  if (isLate || isFixed) throw new DomainError('rating-not-open')
}
