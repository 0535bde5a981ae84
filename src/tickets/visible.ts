import { eq, type SQL } from 'drizzle-orm'
import { type Caller, isOfTheTeam } from '#src/auth/access.ts'
import { deals } from '#src/db/ticket-schema.ts'

/** What authorizeTicket says of one ticket, for many: the team sees all, everybody else what is their own. */
export const visibleTo = (caller: Caller): SQL | undefined =>
  isOfTheTeam(caller) ? undefined : eq(deals.userId, caller.userId)
