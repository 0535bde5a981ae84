import type postgres from 'postgres'
import * as z from 'zod'
import { type Gateway, readPages } from './gateway-view.ts'

/** G-05: statistics say what counting gives. */

const counts = z.record(z.string(), z.number())
const StatsView = z.looseObject({ total: z.number(), by_status: counts, by_priority: counts })
type StatsView = z.output<typeof StatsView>
const Listed = z.looseObject({ status: z.string(), priority: z.string() })
type Listed = z.output<typeof Listed>

/** From outside: all that the list has, held against what statistics make of it. */
export function sameAsListed(stats: StatsView, listed: readonly Listed[]): string[] {
  const wrong = stats.total === listed.length ? [] : [`total is ${stats.total} of ${listed.length} tickets`]
  for (const name of ['status', 'priority'] as const)
    for (const [value, count] of Object.entries(stats[`by_${name}`])) {
      const there = listed.filter((one) => one[name] === value).length
      if (there !== count) wrong.push(`${name} ${value} is ${count} of ${there} tickets`)
    }
  return wrong
}

/** Somebody may file a ticket while we look: what agrees before or after that agrees. */
export async function compareStatistics(gateway: Gateway): Promise<{ problems: string[]; tickets: number }> {
  const read = async () => StatsView.parse(await gateway.get('/api/v1/stats'))
  const before = await read()
  const listed = await readPages(gateway, '/api/v1/tickets?scope=all', Listed)
  const problems = sameAsListed(before, listed)
  return {
    problems: problems.length === 0 ? [] : sameAsListed(await read(), listed),
    tickets: listed.length,
  }
}

/** From inside: whoever has no note has the facts that follow from what there is. */
export async function wrongFacts(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ id: number }[]>`
    with live as (select * from live_ticket_facts), facts as (select * from ticket_facts),
    wrong as ((table live except table facts) union all (table facts except table live))
    select distinct id from wrong where id not in (select ticket_id from noted_tickets)`
  return rows.map(({ id }) => `ticket ${id} has no note, and facts that are not so`)
}
