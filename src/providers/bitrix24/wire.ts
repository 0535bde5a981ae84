import * as z from 'zod'
import { CrmError } from '#src/providers/crm-provider.ts'

const Code = z.union([z.string(), z.number()]).transform(String)

/** Read loosely: portals differ in what they add, and leave out. */
export const Time = z.looseObject({
  operating: z.number().optional(),
  operating_reset_at: z.number().optional(),
})

export const Failure = z.looseObject({
  error: Code,
  error_description: z.string().optional(),
})

export const Envelope = z.looseObject({
  result: z.unknown(),
  total: z.number().optional(),
  next: z.number().optional(),
  time: Time.optional(),
})

/** PHP makes a list of a map that is empty, or numbered from 0. */
const phpMap = <T extends z.ZodType>(value: T) =>
  z.preprocess(
    (map) => (Array.isArray(map) ? Object.fromEntries(map.entries()) : map),
    z.record(z.string(), value).optional(),
  )

export const BatchResult = z.looseObject({
  result: phpMap(z.unknown()),
  result_error: phpMap(Failure),
  result_total: phpMap(z.number()),
  result_next: phpMap(z.number()),
  result_time: phpMap(Time),
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
