import { randomUUID } from 'node:crypto'
import type { TicketId, UserId } from '#src/ids.ts'
import type { World } from '#test/world.ts'

/** A row and nothing more, for what only needs something to hang on. */
export async function opensTicket(world: Pick<World, 'sql'>, userId: UserId | null): Promise<TicketId> {
  const [row] = await world.sql`
    insert into deals (origin_key, ticket_number, title, description, pipeline_id, stage_id, priority, user_id)
    values (${randomUUID()}, ${randomUUID().slice(0, 20)}, 'Impressora', 'Em chamas', 19, 'C19:NEW', 'medium', ${userId})
    returning id`
  return row?.id
}

export async function says(
  world: Pick<World, 'sql'>,
  ticketId: TicketId,
  isInternal = false,
): Promise<number> {
  const [row] = await world.sql`
    insert into activities (ticket_id, kind, source, is_internal, body_text)
    values (${ticketId}, ${isInternal ? 'note' : 'comment'}, 'agent', ${isInternal}, 'Veja')
    returning id`
  return row?.id
}
