import { expect } from 'vitest'
import type { TicketId } from '#src/ids.ts'
import { clocksOf } from '#src/sla/clocks-of.ts'
import { CLOCKS } from '#src/sla/policy.ts'
import { readHistories } from '#src/sla/read-histories.ts'
import type { World } from '#test/world.ts'

/** What happened to a ticket, as its history has it, without moments. */
export const historyOf = async ({ sql }: World, ticketId: number) =>
  (await sql`select kind, data from sla_history where ticket_id = ${ticketId} order by at, id`).map(
    ({ kind, data }) => (data && Object.keys(data).length > 0 && kind !== 'policy' ? [kind, data] : [kind]),
  )

export const clockOf = async ({ sql }: World, ticketId: number, clock: (typeof CLOCKS)[number]) =>
  (await sql`select * from sla_clocks where ticket_id = ${ticketId} and clock = ${clock}`)[0]

/** L-05: whatever is stored of clocks is what follows from the history, and nothing else. */
export async function expectKept({ sql, gateway, clock }: World): Promise<void> {
  const rows = await sql<{ id: TicketId; date_deadline: Date | null }[]>`
    select id, date_deadline from deals where exists (select from sla_history where ticket_id = deals.id)`
  const histories = await readHistories(
    gateway.ports.db,
    rows.map(({ id }) => id),
  )
  for (const { id, date_deadline } of rows) {
    const history = histories.get(id) ?? []
    const last = Math.max(clock.now().getTime(), ...history.map(({ at }) => at.getTime()))
    const readings = clocksOf(history, new Date(last))
    expect({ id, due: date_deadline }).toEqual({ id, due: readings.resolution.dueAt })
    for (const name of CLOCKS) {
      const { state, startedAt, dueAt, pausedAt, fulfilledAt } = readings[name]
      const stored = await sql`
        select state, started_at as "startedAt", due_at as "dueAt", paused_at as "pausedAt", fulfilled_at as "fulfilledAt"
        from sla_clocks where ticket_id = ${id} and clock = ${name}`
      if (state === 'none') expect(stored.filter((row) => row.state !== 'none')).toEqual([])
      else
        expect({ id, name, ...stored[0] }).toEqual({
          id,
          name,
          state,
          startedAt,
          dueAt,
          pausedAt,
          fulfilledAt,
        })
    }
  }
}
