import { createHash, randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import type { LetterKind } from '#src/db/schema.ts'
import type { LetterId } from '#src/ids.ts'
import { promiseOfEach } from '#src/jobs/queue.ts'
import type { Ports } from '#src/ports.ts'

/** Somebody who asks again at once is waiting for the first letter, not wishing for a second. */
const MERGE_WITHIN_MS = { 'reset-password': 60_000, 'confirm-email': 60_000, 'password-changed': 0 }

/** One statement, the same whether the person exists or not, so that neither answer nor time tells; a job sends it. */
export async function promiseLetter(
  db: Db | Tx,
  { tokens, clock }: Pick<Ports, 'tokens' | 'clock'>,
  kind: LetterKind,
  to: SQL,
): Promise<void> {
  const id = randomUUID() as LetterId
  const now = clock()
  const recently = new Date(now.getTime() - MERGE_WITHIN_MS[kind])
  const letter = sql`
    insert into account_letters (id, user_id, kind, promised_at, token_hash)
    select ${id}, users.id, ${kind}, ${now.toISOString()}, ${hashLetterToken(tokens.issueLetter(id))}
    from users
    where ${to} and users.is_active and not exists (
      select from account_letters as earlier
      where earlier.user_id = users.id and earlier.kind = ${kind} and earlier.link_used_at is null
      and earlier.promised_at > ${recently.toISOString()})
    limit 1
    returning jsonb_build_object('letterId', id) as payload`
  // Somebody waits for it.
  await promiseOfEach(db, 'send-letter', letter, 'people')
}

export const hashLetterToken = (token: string) => createHash('sha256').update(token).digest('hex')
