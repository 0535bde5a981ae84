import { z } from '@hono/zod-openapi'

/** Every list of /api/v1 is asked for and answered in the same way (D-23): by cursor, by page, or by skip. */

const MOST = 200
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .openapi({ type: 'integer', minimum: min, maximum: max })

/**
 * `position`: what a list has to know of the last row of a page to begin behind it. For callers it is a word without meaning:
 * the `next_cursor` of the page before.
 */
export const pageQueryBy = <P extends z.ZodType>(position: P) => ({
  cursor: z
    .string()
    .max(400)
    .transform((text, context) => {
      try {
        return JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown
      } catch {
        context.addIssue({ code: 'custom', params: { rule: 'not-valid' } })
        return z.NEVER
      }
    })
    .pipe(position)
    .optional()
    .openapi({ type: 'string', maxLength: 400, description: '`next_cursor` of the page before' }),
  page: wholeNumber(1, 100_000).default(1),
  skip: wholeNumber(0, 1_000_000).optional(),
  limit: wholeNumber(1, MOST).default(20),
})

/** For lists in the order of their ids. */
export const pageQuery = pageQueryBy(z.int().min(1).max(Number.MAX_SAFE_INTEGER))

export const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item),
    total: z.int().optional().openapi({ description: 'Left out where there are too many to count' }),
    next_cursor: z.string().nullable(),
    page: z.int(),
    limit: z.int(),
    skip: z.int(),
  })

type Query<P> = { cursor?: P | undefined; page: number; skip?: number | undefined; limit: number }

/** Where to begin: a cursor goes before skip, and skip before page. */
export const placeOf = <P>({ cursor, page, skip, limit }: Query<P>) => ({
  limit,
  cursor,
  skip: cursor === undefined ? (skip ?? (page - 1) * limit) : 0,
})

type Found = { total?: number | undefined; nextCursor: unknown; limit: number; skip: number }

export const page = <T>(items: T[], { total, nextCursor, limit, skip }: Found) => ({
  items,
  ...(total !== undefined && { total }),
  next_cursor: nextCursor === null ? null : cursorOf(nextCursor),
  page: Math.floor(skip / limit) + 1,
  limit,
  skip,
})

export const cursorOf = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url')
