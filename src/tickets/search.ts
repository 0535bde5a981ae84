import { eq, type SQL, sql } from 'drizzle-orm'
import { deals } from '#src/db/ticket-schema.ts'
import type { DealId } from '#src/ids.ts'

export const LONGEST_SEARCH = 200
const MOST_TERMS = 12
const LARGEST_ID = 2_147_483_647

export type Search = {
  matches: SQL
  /** How well: the higher, the better. */
  rank: SQL<number>
}

/**
 * `#7405` is a deal, `TKT-2026` the beginning of ticket numbers; all else is words, "in quotes" those that stand together, the
 * last of them perhaps not typed to its end yet.
 */
export function searchFor(text: string): Search {
  const typed = text.trim()
  const deal = /^(#?)(\d{1,12})$/.exec(typed)
  const dealId = deal && Number(deal[2]) <= LARGEST_ID ? (Number(deal[2]) as DealId) : null
  if (deal?.[1]) return alike(dealId === null ? sql`false` : eq(deals.dealId, dealId))
  if (/^tkt-[\d-]*$/i.test(typed)) return alike(beginsWith(typed.toUpperCase()))

  const terms = [...typed.matchAll(/"([^"]*)"?|([^\s"]+)/g)].slice(0, MOST_TERMS)
  const isTyping = terms.at(-1)?.[2] !== undefined && !/\s$/.test(text)
  const words = terms.map(([, quoted, word]) => sql`${quoted ?? word}`)
  // No subquery: Postgres plans better when it knows the words.
  const query = sql`ticket_query(array[${sql.join(words, sql`, `)}]::text[], ${isTyping}::boolean)`
  const rank = sql<number>`ts_rank(${deals.search}, ${query})`
  return {
    matches: sql`${deals.search} @@ ${query}`,
    // A deal of that number is what was meant, whatever else the number occurs in.
    rank:
      dealId === null
        ? rank
        : sql<number>`${rank} + case when ${deals.dealId} = ${dealId}::integer then 1 else 0 end`,
  }
}

const alike = (matches: SQL): Search => ({ matches, rank: sql<number>`1::real` })

/** As LIKE with an index of its own would, in any collation; the pattern holds digits and hyphens only. */
const beginsWith = (start: string) =>
  sql`${deals.ticketNumber} ~>=~ ${start} and ${deals.ticketNumber} ~<~ ${`${start}~`}`
