import * as z from 'zod'
import { CrmError } from '#src/providers/crm-provider.ts'

const Code = z.union([z.string(), z.number()]).transform(String)

/** Read loosely: portals differ in what they add, and leave out. What only helps costs no answer, whatever it is. */
const Count = z.number().optional().catch(undefined)
export const Time = z.looseObject({ operating: Count, operating_reset_at: Count })

export const Failure = z.looseObject({
  error: Code,
  error_description: z.string().optional().catch(undefined),
})

export const Envelope = z.looseObject({
  result: z.unknown(),
  total: Count,
  next: Count,
  time: Time.optional().catch(undefined),
})

/** PHP makes a list of a map that is empty, or numbered from 0. */
const phpMap = <T extends z.ZodType>(value: T) =>
  z.preprocess(
    (map) => (Array.isArray(map) ? Object.fromEntries(map.entries()) : map),
    z.record(z.string(), value).optional(),
  )

export const BatchResult = z.looseObject({
  result: phpMap(z.unknown()),
  result_error: phpMap(z.unknown()),
  result_total: phpMap(Count).catch(undefined),
  result_next: phpMap(Count).catch(undefined),
  result_time: phpMap(Time.optional().catch(undefined)).catch(undefined),
})

export type Answer = {
  result: unknown
  total?: number
  next?: number
  /** What this method has used of its seconds so far, and when the oldest of that is forgotten. */
  operatingS?: number
  operatingResetAt?: Date
}

/** An answer without what it is asked for is no answer, and of a write nobody knows then. */
export function understood<T extends z.ZodType>(shape: T, value: unknown): z.output<T> {
  const read = shape.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new CrmError(
    'unknown',
    'unreadable-answer',
    `The CRM answered otherwise than it does: ${issue?.path.join('.')} ${issue?.message}`,
  )
}
