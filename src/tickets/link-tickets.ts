import { and, asc, count, eq, or, sql } from 'drizzle-orm'
import { authorizeTicket, type Caller, maySee } from '#src/auth/access.ts'
import { recordChange } from '#src/db/audit.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { ticketLinks } from '#src/db/link-schema.ts'
import { users } from '#src/db/schema.ts'
import { type Tell, telling } from '#src/db/tell.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { LinkId, TicketId, UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { endsOf, type NewLink, relationOf, type TicketLink, type TicketLinks } from './link.ts'
import { findTicket, lockTicket, lockTickets, type TicketRow } from './queries.ts'
import { isOver } from './status.ts'

export const MOST_LINKS = 100
/** Any number that nobody else uses; "tree" on a phone's keys. */
const TREE_LOCK = 8_733

type LinkRow = typeof ticketLinks.$inferSelect
type How = { actorId: UserId | null; visit: Visit; tell: Tell }

/** What a ticket is to others; a requester sees no others than they may see. */
export async function listLinks(
  { db }: Pick<Ports, 'db'>,
  caller: Caller,
  ticketId: TicketId,
): Promise<TicketLinks> {
  authorizeTicket(caller, 'ticket:read', await findTicket(db, ticketId))
  const isOther = sql`${deals.id} = case when ${ticketLinks.fromId} = ${ticketId} then ${ticketLinks.toId} else ${ticketLinks.fromId} end`
  const rows = await db
    .select({ link: ticketLinks, other: OTHER, maker: { id: users.id, name: users.fullName } })
    .from(ticketLinks)
    .innerJoin(deals, isOther)
    .leftJoin(users, eq(users.id, ticketLinks.madeById))
    .where(isOf(ticketId))
    .orderBy(asc(ticketLinks.createdAt), asc(ticketLinks.id))
  const items = rows
    .filter(({ other }) => maySee(caller, other))
    .map(({ link, other, maker }): TicketLink => {
      const { id, dealId: deal_id, ticketNumber: ticket_number, title, status, priority } = other
      return {
        id: link.id,
        relation: relationOf(ticketId, link),
        ticket: { id, deal_id, ticket_number, title, status, priority },
        made_by: maker,
        created_at: link.createdAt.toISOString(),
      }
    })
  const children = items.filter(({ relation }) => relation === 'parent_of')
  const solved = children.filter(({ ticket }) => isOver(ticket.status))
  return { items, children: { total: children.length, solved: solved.length } }
}

const OTHER = {
  id: deals.id,
  dealId: deals.dealId,
  ticketNumber: deals.ticketNumber,
  title: deals.title,
  status: deals.status,
  priority: deals.priority,
  userId: deals.userId,
  watcherIds: deals.watcherIds,
}
const isOf = (ticketId: TicketId) => or(eq(ticketLinks.fromId, ticketId), eq(ticketLinks.toId, ticketId))

/** The same link again is the one that is there. False: it was. */
export const linkTickets = (
  { db }: Pick<Ports, 'db'>,
  caller: Caller,
  ticketId: TicketId,
  { relation, other_id: otherId }: NewLink,
  visit: Visit,
): Promise<boolean> =>
  db.transaction((tx) =>
    telling(tx, async (tell) => {
      const rows = await lockTickets(tx, [ticketId, otherId])
      authorizeTicket(caller, 'ticket:change', rows.get(ticketId))
      if (otherId === ticketId || !rows.has(otherId)) throw refused('other_id')
      const ends = endsOf(ticketId, relation, otherId)
      const [from, to] = [rows.get(ends.fromId), rows.get(ends.toId)]
      if (!from || !to) throw new Error('a locked row is gone')
      return addLink(tx, from, to, ends.kind, { actorId: caller.userId, visit, tell })
    }),
  )

/** Both rows must be locked. False: it was there already. */
export async function addLink(
  tx: Tx,
  from: Pick<TicketRow, 'id' | 'ticketNumber'>,
  to: Pick<TicketRow, 'id' | 'ticketNumber'>,
  kind: LinkRow['kind'],
  how: How,
): Promise<boolean> {
  const isIt = and(eq(ticketLinks.fromId, from.id), eq(ticketLinks.toId, to.id), eq(ticketLinks.kind, kind))
  const [there] = await tx.select({ id: ticketLinks.id }).from(ticketLinks).where(isIt)
  if (there) return false
  for (const { id } of [from, to]) {
    const [kept] = await tx.select({ links: count() }).from(ticketLinks).where(isOf(id))
    if ((kept?.links ?? 0) >= MOST_LINKS) throw new DomainError('too-many-links', { limit: MOST_LINKS })
  }
  if (kind === 'parent') await refuseCircle(tx, from, to)
  const [row] = await tx
    .insert(ticketLinks)
    .values({ fromId: from.id, toId: to.id, kind, madeById: how.actorId })
    .returning()
  if (!row) throw new Error('an insert returned nothing')
  await record(tx, row, [from, to], 'ticket-linked', how)
  return true
}

/** One after the other, over all tickets: two links that close a circle need not have a ticket in common. */
async function refuseCircle(
  tx: Tx,
  parent: Pick<TicketRow, 'id' | 'ticketNumber'>,
  child: Pick<TicketRow, 'id' | 'ticketNumber'>,
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${TREE_LOCK})`)
  const [above] = await tx
    .select({ id: ticketLinks.fromId })
    .from(ticketLinks)
    .where(and(eq(ticketLinks.toId, child.id), eq(ticketLinks.kind, 'parent')))
  if (above) throw new DomainError('parent-already-there', { number: child.ticketNumber })
  const [circle] = await tx.execute<{ id: number }>(sql`
    with recursive above as (
      select ${parent.id}::int as id
      union
      select link.from_id from ${ticketLinks} link join above on link.to_id = above.id where link.kind = 'parent')
    select id from above where id = ${child.id}`)
  if (circle) throw new DomainError('circular-links', { number: parent.ticketNumber })
}

export const unlinkTickets = (
  { db }: Pick<Ports, 'db'>,
  caller: Caller,
  { ticketId, linkId }: { ticketId: TicketId; linkId: LinkId },
  visit: Visit,
): Promise<void> =>
  db.transaction((tx) =>
    telling(tx, async (tell) => {
      authorizeTicket(caller, 'ticket:change', await lockTicket(tx, ticketId))
      const [row] = await tx
        .delete(ticketLinks)
        .where(and(eq(ticketLinks.id, linkId), isOf(ticketId)))
        .returning()
      if (!row) throw new DomainError('link-not-found', { id: linkId })
      const ends = await Promise.all([row.fromId, row.toId].map((id) => findEnd(tx, id)))
      await record(tx, row, ends, 'ticket-unlinked', { actorId: caller.userId, visit, tell })
    }),
  )

async function findEnd(db: Db | Tx, id: TicketId) {
  const row = await findTicket(db, id)
  if (!row) throw new Error('a link leads nowhere')
  return row
}

/** On both sides. */
async function record(
  tx: Tx,
  row: LinkRow,
  ends: readonly Pick<TicketRow, 'id' | 'ticketNumber'>[],
  action: 'ticket-linked' | 'ticket-unlinked',
  { actorId, visit, tell }: How,
): Promise<void> {
  for (const { id } of ends) {
    const other = ends.find((one) => one.id !== id)
    const link = { relation: relationOf(id, row), ticket_id: other?.id, ticket_number: other?.ticketNumber }
    await recordChange(tx, {
      ...{ actorId, action, visit, subject: 'ticket', subjectId: id },
      [action === 'ticket-linked' ? 'after' : 'before']: link,
    })
    tell({ kind: 'links-changed', ticketId: id, actorId, data: {} })
  }
}

const refused = (field: string) =>
  new DomainError('invalid-request', {}, { fields: [{ in: 'body', path: [field], rule: 'not-valid' }] })
