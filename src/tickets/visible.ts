import { and, eq, isNull, type SQL } from 'drizzle-orm'
import { type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { deals } from '#src/db/ticket-schema.ts'
import type { UserId } from '#src/ids.ts'

/** Deleted in the CRM, or moved to a pipeline that is none of ours, it is nobody's work any more. */
export const isStillWorkedOn: SQL | undefined = and(isNull(deals.crmDeletedAt), isNull(deals.crmLeftAt))

/**
 * What authorizeTicket says of one ticket, for many: the team sees all that is worked on, everybody what is their own, whatever
 * became of it. `whose`: nobody else's are asked for. Opened by its number, the team finds any.
 */
export const visibleTo = (caller: Caller, whose?: UserId): SQL | undefined =>
  isOfTheTeam(caller) && whose !== caller.userId ? isStillWorkedOn : eq(deals.userId, caller.userId)
