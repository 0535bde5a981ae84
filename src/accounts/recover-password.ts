import { eq } from 'drizzle-orm'
import { users } from '#src/db/schema.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { countAttempt, LIMITS } from './attempts.ts'
import { promiseLetter } from './promise-letter.ts'

type Who = { email: string } | { matricula: string }

/** Says and does the same whoever is asked for: only the owner of the mailbox learns whether there is one. */
export async function recoverPassword(
  ports: Pick<Ports, 'db' | 'tokens' | 'clock'>,
  who: Who,
  visit: Visit,
): Promise<void> {
  const { db, clock } = ports
  const typed = 'email' in who ? who.email.trim().toLowerCase() : who.matricula.trim()
  await countAttempt(db, LIMITS.recoveryAddress, visit.network, clock())
  await countAttempt(db, LIMITS.recoveryAccount, typed, clock())
  const column = 'email' in who ? users.email : users.matricula
  await promiseLetter(db, ports, 'reset-password', eq(column, typed))
}
