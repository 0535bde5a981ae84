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

export const pageQuery = {
  cursor: wholeNumber(1, 2_147_483_647).optional(),
  page: wholeNumber(1, 100_000).default(1),
  skip: wholeNumber(0, 1_000_000).optional(),
  limit: wholeNumber(1, MOST).default(20),
}

export const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item),
    total: z.int(),
    next_cursor: z.int().nullable(),
    page: z.int(),
    limit: z.int(),
    skip: z.int(),
  })

type Query = { cursor?: number | undefined; page: number; skip?: number | undefined; limit: number }

/** Where to begin: a cursor goes before skip, and skip before page. */
export const placeOf = ({ cursor, page, skip, limit }: Query) => ({
  limit,
  cursor,
  skip: cursor === undefined ? (skip ?? (page - 1) * limit) : 0,
})

type Found = { total: number; nextCursor: number | null; limit: number; skip: number }

export const page = <T>(items: T[], { total, nextCursor, limit, skip }: Found) => ({
  items,
  total,
  next_cursor: nextCursor,
  page: Math.floor(skip / limit) + 1,
  limit,
  skip,
})
