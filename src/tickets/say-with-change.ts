import { eq } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import { users } from '#src/db/schema.ts'
import type { UserId } from '#src/ids.ts'
import type { SaidWith } from '#src/jobs/change-shapes.ts'
import type { Config, Ports } from '#src/ports.ts'
import { promiseSaid } from './promise-said.ts'
import type { TicketRow } from './queries.ts'
import { type Sayer, type SayNeeds, say } from './say.ts'
import { isOver } from './status.ts'

export type { SaidWith }

type Around = Omit<SayNeeds, 'crmUserId' | 'rules'>
/** In the transaction of the change, on the row as that left it. */
type Say = (tx: Tx, after: TicketRow, around: Around) => Promise<TicketRow>

/** What somebody says with a change of theirs; who they are is looked up now, before the transaction. */
export async function sayWithChange(
  { db, dictionaries }: { db: Db } & Pick<Ports, 'dictionaries'>,
  rules: Config['tickets'],
  { actorId, message }: { actorId: UserId; message: SaidWith },
): Promise<Say> {
  const [user] = await db.select().from(users).where(eq(users.id, actorId))
  if (!user) throw new Error(`user ${actorId} is gone`)
  const person = await dictionaries.findPersonByEmail(user.email)
  const sayer: Sayer = { userId: user.id, role: user.role, user }
  return async (tx, after, around) => {
    const { text, isInternal, clientId, movesOn } = message
    // What is over by now stays so.
    const statusAfter = movesOn && !isOver(after.status) ? undefined : ('keep' as const)
    const saying = {
      ...{ kind: isInternal ? ('note' as const) : ('comment' as const), text, clientId },
      ...{ uploadIds: [], statusAfter },
    }
    const needs = { ...around, rules, crmUserId: person?.crmUserId ?? null }
    const said = await say(tx, after, sayer, saying, needs)
    await promiseSaid(tx, said, rules)
    return said.ticket
  }
}
