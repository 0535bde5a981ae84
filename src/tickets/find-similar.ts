import { z } from '@hono/zod-openapi'
import { and, eq, notInArray, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { deals, STATUSES } from '#src/db/ticket-schema.ts'
import type { UserId } from '#src/ids.ts'
import { isStillWorkedOn } from './visible.ts'

export const SimilarTicket = z
  .object({
    id: z.int(),
    ticket_number: z.string(),
    title: z.string(),
    status: z.enum(STATUSES),
    created_at: z.iso.datetime(),
  })
  .openapi('SimilarTicket')
export type SimilarTicket = z.infer<typeof SimilarTicket>

const MOST_WORDS = 12
const MOST_SIMILAR = 3
/** Of the newest, for whoever has very many. */
const MOST_LOOKED_AT = 100

/** What somebody asked for already, and is not done: more than half of what is said, and two words at least, stand there too. */
export async function findSimilar(db: Db, userId: UserId, title: string): Promise<SimilarTicket[]> {
  const words = [...new Set(title.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]+/gu) ?? [])]
  if (words.length < 2) return []
  const isTheirs = and(
    eq(deals.userId, userId),
    notInArray(deals.status, ['resolved', 'closed']),
    isStillWorkedOn,
  )
  // The columns are named as the type says.
  const rows = (await db.execute(sql`
    with word as materialized (
      select ticket_query(array[word], false) as query from unnest(${textArray(words.slice(0, MOST_WORDS))}) as each (word)
      where ${sql.join(LANGUAGES.map(isNoSmallWord), sql` and `)}
    ), own as (
      select * from ${deals} where ${isTheirs} order by ${deals.createdAt} desc, ${deals.id} desc limit ${MOST_LOOKED_AT})
    select id, ticket_number, title, status, created_at from own
    cross join lateral (
      select count(*) filter (where search @@ query) as hits, count(*) as words from word) shared
    where hits >= 2 and hits * 2 > words
    order by hits desc, created_at desc, id desc limit ${MOST_SIMILAR}`)) as unknown as SimilarTicket[]
  return rows.map((row) => ({ ...row, created_at: new Date(row.created_at).toISOString() }))
}

const LANGUAGES = ['portuguese', 'spanish', 'english', 'russian'] as const
const isNoSmallWord = (language: (typeof LANGUAGES)[number]) =>
  sql`numnode(plainto_tsquery(${`pg_catalog.${language}`}::regconfig, word)) > 0`

const textArray = (words: readonly string[]) =>
  sql`array[${sql.join(
    words.map((word) => sql`${word}`),
    sql`, `,
  )}]::text[]`
