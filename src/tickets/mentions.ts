import { and, eq, inArray } from 'drizzle-orm'
import { isOfTheTeam, maySee } from '#src/auth/access.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import type { MessageRow } from './message.ts'
import type { TicketRow } from './queries.ts'
import type { Saying } from './say.ts'

type Mentioned = { all: UserId[]; team: UserId[] }

/** Whom it calls by name; throws for anybody who may not see it: a note is for the team, and all else for whoever sees the ticket. */
export async function mentionedBy(
  tx: Tx,
  ticket: TicketRow,
  { kind, mentions = [] }: Pick<Saying, 'kind' | 'mentions'>,
): Promise<Mentioned> {
  if (mentions.length === 0) return { all: [], team: [] }
  const people = await tx
    .select({ userId: users.id, role: users.role })
    .from(users)
    .where(and(inArray(users.id, [...mentions]), eq(users.isActive, true)))
  const team = people.filter(isOfTheTeam)
  const seeing = new Set(
    (kind === 'note' ? team : people.filter((one) => maySee(one, ticket))).map(({ userId }) => userId),
  )
  const wrong = mentions.findIndex((id) => !seeing.has(id))
  if (wrong >= 0)
    throw new DomainError(
      'invalid-request',
      {},
      { fields: [{ in: 'body', path: ['mentions', wrong], rule: 'not-valid' }] },
    )
  return { all: [...mentions], team: team.map(({ userId }) => userId) }
}

export type Names = ReadonlyMap<UserId, string>

/** What those are called whom these messages call by name. */
export async function namesIn(db: Db, rows: readonly Pick<MessageRow, 'mentions'>[]): Promise<Names> {
  const ids = [...new Set(rows.flatMap(({ mentions }) => mentions))]
  if (ids.length === 0) return new Map()
  const columns = { id: users.id, name: users.fullName }
  const named = await db.select(columns).from(users).where(inArray(users.id, ids))
  return new Map(named.map(({ id, name }) => [id, name]))
}
