import { z } from '@hono/zod-openapi'
import { asc, eq } from 'drizzle-orm'
import { authorizeTicket, type Caller, isOfTheTeam } from '#src/auth/access.ts'
import type { Tx } from '#src/db/connect.ts'
import { ticketWatchers } from '#src/db/link-schema.ts'
import { users } from '#src/db/schema.ts'
import { telling } from '#src/db/tell.ts'
import { DomainError } from '#src/errors.ts'
import { avatarUrl } from '#src/files/avatar-url.ts'
import type { TicketId, UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { keepWatchers } from './keep-watchers.ts'
import { findTicket, lockTicket } from './queries.ts'

export const MOST_WATCHERS = 50

/** Somebody who follows a ticket besides those whose it is. */
export const Watcher = z
  .object({
    id: z.int(),
    full_name: z.string(),
    department: z.string(),
    is_team: z.boolean().openapi({ description: 'Of the team; everybody else is in copy' }),
    profile_picture_url: z.string().nullable(),
    added_by: z.int().nullable(),
    added_at: z.iso.datetime(),
  })
  .openapi('Watcher')
export type Watcher = z.infer<typeof Watcher>

type Needed = Pick<Ports, 'db' | 'clock'>
type Which = { ticketId: TicketId; userId: UserId }

export async function listWatchers(
  ports: Pick<Ports, 'db' | 'files' | 'clock'>,
  caller: Caller,
  ticketId: TicketId,
): Promise<Watcher[]> {
  authorizeTicket(caller, 'ticket:read', await findTicket(ports.db, ticketId))
  const rows = await ports.db
    .select({ user: users, link: ticketWatchers })
    .from(ticketWatchers)
    .innerJoin(users, eq(users.id, ticketWatchers.userId))
    .where(eq(ticketWatchers.ticketId, ticketId))
    .orderBy(asc(ticketWatchers.createdAt), asc(users.id))
  return Promise.all(
    rows.map(async ({ user, link }) => ({
      id: user.id,
      full_name: user.fullName,
      department: user.department,
      is_team: isOfTheTeam(user),
      profile_picture_url: await avatarUrl(ports, user.profilePicture),
      added_by: link.addedById,
      added_at: link.createdAt.toISOString(),
    })),
  )
}

/** Whoever follows it already goes on to. */
export const addWatcher = (ports: Needed, caller: Caller, which: Which, visit: Visit): Promise<void> =>
  ports.db.transaction((tx) =>
    telling(tx, async (tell) => {
      const { ticketId, userId } = which
      const before = authorizeTicket(caller, 'ticket:share', await lockTicket(tx, ticketId))
      const person = await findPerson(tx, userId)
      if (!person?.isActive) throw new DomainError('user-not-found', { id: userId })
      if (before.watcherIds.length >= MOST_WATCHERS && !before.watcherIds.includes(userId))
        throw new DomainError('too-many-watchers', { limit: MOST_WATCHERS })
      const how = { actorId: caller.userId, visit, tell, now: ports.clock() }
      await keepWatchers(tx, before, { add: [userId] }, how)
    }),
  )

/** Everybody may leave; whoever may add people may remove those in copy. Of the team, the team decides. */
export const removeWatcher = (ports: Needed, caller: Caller, which: Which, visit: Visit): Promise<void> =>
  ports.db.transaction((tx) =>
    telling(tx, async (tell) => {
      const { ticketId, userId } = which
      const isLeaving = userId === caller.userId
      const action = isLeaving ? 'ticket:read' : 'ticket:share'
      const before = authorizeTicket(caller, action, await lockTicket(tx, ticketId))
      const person = await findPerson(tx, userId)
      if (!isLeaving && person && isOfTheTeam(person) && !isOfTheTeam(caller))
        throw new DomainError('forbidden')
      const how = { actorId: caller.userId, visit, tell, now: ports.clock() }
      await keepWatchers(tx, before, { remove: [userId] }, how)
    }),
  )

async function findPerson(tx: Tx, id: UserId) {
  const columns = { role: users.role, isActive: users.isActive }
  const [person] = await tx.select(columns).from(users).where(eq(users.id, id))
  return person
}
