import { z } from '@hono/zod-openapi'
import type { DealId } from '#src/ids.ts'
import { storableText } from './storable.ts'

/** Where mirror and CRM say something else. */
export type Difference = {
  /** `deal`, or what hangs on it: `comment 17`. */
  object: string
  field: string
  ours: string | null
  theirs: string | null
  /** Why it is right as it is; null: it is not. */
  exempt: string | null
  /** It is right only as long as a person does nothing. */
  isStuck: boolean
}

/** Longer texts differ somewhere; whoever wants to know where looks at both. */
const LONGEST = 300

export type Shown = string | number | Date | null
export function shown(value: Shown): string | null {
  if (value === null) return null
  const text = value instanceof Date ? value.toISOString() : storableText(String(value))
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

/** What of a deal is known at both ends. */
export type Compared = {
  dealId: DealId
  differences: Difference[]
  /** When they were last known to be the same. */
  since: Date | null
  /** Our row was written while the CRM was asked, so nothing can be said. */
  isMoving: boolean
  /** Why a reading would not change ours. */
  obstacle: string | null
}

const dealId = z.int().min(1).max(2_147_483_647)

/** Which deals are compared, and whether what differs is read again. */
export const DriftRequest = z
  .strictObject({
    deal_id: dealId.optional().openapi({ description: 'This one alone' }),
    sample: z.int().min(1).max(50).optional().openapi({ description: 'So many, by chance' }),
    after: z.int().min(0).max(2_147_483_647).optional().openapi({
      description: 'The next ones by their numbers in the CRM: `next_after` of the answer before',
    }),
    mend: z
      .boolean()
      .default(false)
      .openapi({ description: 'What differs is read again, and looked at once more' }),
  })
  .openapi('DriftRequest')
export type DriftRequest = z.output<typeof DriftRequest>

export const DriftFinding = z
  .object({
    id: z.int(),
    deal_id: z.int(),
    object: z.string().openapi({ description: '`deal`, or what hangs on it: `comment 17`' }),
    field: z.string(),
    ours: z.string().nullable(),
    theirs: z.string().nullable(),
    since: z.iso.datetime().nullable().openapi({ description: 'When both were last known to be the same' }),
    found_at: z.iso.datetime(),
    mended_at: z.iso.datetime().nullable(),
    why_not: z.string().nullable().openapi({ description: 'Why it was not mended' }),
  })
  .openapi('DriftFinding')
export type DriftFinding = z.output<typeof DriftFinding>

const Exempt = z
  .object({
    deal_id: z.int(),
    object: z.string(),
    field: z.string(),
    ours: z.string().nullable(),
    theirs: z.string().nullable(),
    reason: z.string(),
  })
  .openapi('DriftExempt')

export const DriftReport = z
  .object({
    compared: z.int(),
    differing: z.int().openapi({ description: 'Deals of which something differs that should not' }),
    mended: z.int().openapi({ description: 'Of these, the deals that are equal now' }),
    findings: z.array(DriftFinding),
    exempt: z.array(Exempt).openapi({ description: 'What differs and has a right to' }),
    next_after: z.int().nullable(),
  })
  .openapi('DriftReport')
export type DriftReport = z.output<typeof DriftReport>

export const DriftFilter = z.object({
  deal_id: z.coerce.number().pipe(dealId).optional().openapi({ type: 'integer', minimum: 1 }),
  state: z.enum(['open', 'mended']).optional(),
})
export type DriftFilter = z.output<typeof DriftFilter>
