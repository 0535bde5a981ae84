import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm'
import { type Caller, isOfTheTeam } from '#src/auth/access.ts'
import type { Db } from '#src/db/connect.ts'
import { ticketWatchers } from '#src/db/link-schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { UserId } from '#src/ids.ts'

/** Deleted in the CRM, or moved to a pipeline that is none of ours, it is nobody's work any more. */
export const isStillWorkedOn: SQL | undefined = and(isNull(deals.crmDeletedAt), isNull(deals.crmLeftAt))

/**
 * What authorizeTicket says of one ticket, for many: the team sees all that is worked on, everybody what is their own, whatever
 * became of it. `whose`: nobody else's are asked for. What they follow is asked for apart. Opened by its number, the team finds any.
 */
export const visibleTo = (caller: Caller, whose?: UserId): SQL | undefined =>
  isOfTheTeam(caller) && whose !== caller.userId ? isStillWorkedOn : eq(deals.userId, caller.userId)

/** What they follow, of what the team works on and whatever became of the rest. */
export const watchedBy = (db: Db, caller: Caller): SQL | undefined =>
  and(
    isOfTheTeam(caller) ? isStillWorkedOn : undefined,
    inArray(
      deals.id,
      db
        .select({ id: ticketWatchers.ticketId })
        .from(ticketWatchers)
        .where(eq(ticketWatchers.userId, caller.userId)),
    ),
  )
