import { and, eq, isNull } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import type { Db } from '#src/db/connect.ts'
import { ratingLinks } from '#src/db/notice-schema.ts'
import { users } from '#src/db/schema.ts'
import { deals } from '#src/db/ticket-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { SessionId } from '#src/ids.ts'
import type { Locale } from '#src/locale.ts'
import type { Ports } from '#src/ports.ts'
import type { OwnPorts } from '#src/tickets/change-own.ts'
import { rateTicket } from '#src/tickets/rate-ticket.ts'
import type { Visit } from '#src/visit.ts'

type Needed = OwnPorts & Pick<Ports, 'tokens'>
export type LinkState = 'open' | 'used' | 'over' | 'unknown'
export type FoundLink = { state: LinkState; title: string | null; locale: Locale | null }

/** What a link leads to; looking changes nothing, since mail servers look too. */
export async function readRatingLink({ db, tokens, clock }: Needed, token: string): Promise<FoundLink> {
  const row = await findLink(db, tokens, token)
  if (!row) return { state: 'unknown', title: null, locale: null }
  const { title } = row.ticket
  return { state: stateOf(row, clock()), title, locale: row.person.locale }
}

/** Once, by the same rules as whoever is signed in. `given`: null where they would rather not say. */
export async function rateByLetter(
  ports: Needed,
  token: string,
  given: { rating: number; feedback?: string | undefined } | null,
  visit: Visit,
): Promise<FoundLink> {
  const { db, tokens, clock } = ports
  const row = await findLink(db, tokens, token)
  if (!row) return { state: 'unknown', title: null, locale: null }
  const { link, person, ticket } = row
  const found = (state: LinkState): FoundLink => ({ state, title: ticket.title, locale: person.locale })
  const before = stateOf(row, clock())
  if (before !== 'open') return found(before)
  const use = async (tx: Pick<Db, 'update'>) => {
    const isOpen = and(eq(ratingLinks.id, link.id), isNull(ratingLinks.usedAt))
    const used = await tx
      .update(ratingLinks)
      .set({ usedAt: clock() })
      .where(isOpen)
      .returning({ id: ratingLinks.id })
    if (used.length === 0) throw new DomainError('link-not-valid')
  }
  // As nobody but whoever asked for help: the session of this caller is none.
  const { id: userId, role, department } = person
  const caller: Caller = { userId, role, department, sessionId: NO_SESSION, exceptions: {} }
  try {
    if (given) await rateTicket(ports, caller, link.ticketId, given, visit, use)
    else await use(db)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    // Somebody was faster, or it is too late, or it is open again.
    if (error.code === 'link-not-valid') return found('used')
    if (OVER.has(error.code)) return found('over')
    throw error
  }
  return found('open')
}

const OVER = new Set<string>(['rating-not-open', 'ticket-not-resolved', 'ticket-not-found'])
const NO_SESSION = '00000000-0000-0000-0000-000000000000' as SessionId

async function findLink(db: Db, tokens: Ports['tokens'], token: string) {
  const id = tokens.readRating(token)
  if (id === null) return null
  const [row] = await db
    .select({
      link: ratingLinks,
      person: {
        id: users.id,
        role: users.role,
        department: users.department,
        locale: users.locale,
        isActive: users.isActive,
      },
      ticket: { title: deals.title, resolvedAt: deals.resolvedAt },
    })
    .from(ratingLinks)
    .innerJoin(users, eq(users.id, ratingLinks.userId))
    .innerJoin(deals, eq(deals.id, ratingLinks.ticketId))
    .where(eq(ratingLinks.id, id))
  return row ?? null
}

type Row = NonNullable<Awaited<ReturnType<typeof findLink>>>

function stateOf({ link, person, ticket }: Row, now: Date): LinkState {
  if (link.usedAt !== null) return 'used'
  const isSameSolution = ticket.resolvedAt?.getTime() === link.resolvedAt.getTime()
  return person.isActive && isSameSolution && link.expiresAt > now ? 'open' : 'over'
}
