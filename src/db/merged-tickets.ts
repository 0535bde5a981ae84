import { sql } from 'drizzle-orm'
import type { DealId, TicketId, UserId } from '#src/ids.ts'
import type { Db, Tx } from './connect.ts'

/** Tickets that went into others. A ticket is merged once, and never into one that was: so there are no circles. */
export type MergedTicket = {
  id: TicketId
  dealId: DealId | null
  ticketNumber: string
  title: string
  userId: UserId | null
  watcherIds: UserId[]
}

const COLUMNS = sql`deal.id, deal.deal_id as "dealId", deal.ticket_number as "ticketNumber", deal.title, deal.user_id as "userId",
  deal.watcher_ids as "watcherIds"`

/** Where the history of a ticket goes on, one after the other; the last is where it is now. */
export const mergedInto = (db: Db | Tx, id: TicketId): Promise<MergedTicket[]> =>
  db.execute<MergedTicket>(sql`
    with recursive onward as (
      select merged_into_id as id, 1 as step from deals where id = ${id} and merged_into_id is not null
      union all
      select deals.merged_into_id, step + 1 from deals join onward on deals.id = onward.id where deals.merged_into_id is not null)
    select ${COLUMNS} from onward join deals deal on deal.id = onward.id order by step`)

/** Whose history goes on in this ticket, by however many merges; in the order in which they were filed. */
export const mergedFrom = (db: Db | Tx, id: TicketId): Promise<MergedTicket[]> =>
  db.execute<MergedTicket>(sql`
    with recursive before as (
      select id from deals where merged_into_id = ${id}
      union
      select deals.id from deals join before on deals.merged_into_id = before.id)
    select ${COLUMNS} from before join deals deal on deal.id = before.id order by deal.id`)
