import { and, eq, or, type SQL } from 'drizzle-orm'
import { hashPassword } from '#src/auth/passwords.ts'
import { recordChange } from '#src/db/audit.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import { signUps, users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { nextUserId } from './next-user-id.ts'
import { findUser } from './queries.ts'
import { refuseTaken } from './refuse-taken.ts'
import { promiseToTell } from './tell-approvers.ts'
import type { NewUser } from './user.ts'
import type { SignUpRow } from './waiting.ts'

type Needed = Pick<Ports, 'db' | 'clock' | 'cpfVault'>

/** Nobody can sign in until somebody said yes; there is no account until then. */
export async function askForAccount(
  { db, clock, cpfVault }: Needed,
  input: NewUser,
  visit: Visit,
): Promise<SignUpRow> {
  const hashedPassword = await hashPassword(input.password)
  const cpfHash = cpfVault.blindIndex(input.cpf)
  return refuseTaken(() =>
    db.transaction(async (tx) => {
      await refuseAccounts(tx, { ...input, cpfHash })
      // Of the account that it may become: the CPF is sealed to its owner.
      const id = await nextUserId(tx)
      const { full_name, email, department, filial, matricula } = input
      const [row] = await tx
        .insert(signUps)
        .values({
          ...{ id, fullName: full_name, email, department, filial, matricula, hashedPassword, cpfHash },
          ...{ cpf: cpfVault.seal(input.cpf, id), locale: visit.locale, askedAt: clock() },
        })
        .returning()
      if (!row) throw new Error('an insert returned nothing')
      await recordChange(tx, {
        ...{ actorId: null, action: 'account-asked-for', subject: 'user', subjectId: id, visit },
        after: { full_name, email, department, filial, matricula },
      })
      await promiseToTell(tx)
      return row
    }),
  )
}

type Unique = { matricula: string; email: string; cpfHash: string }

async function refuseAccounts(tx: Tx, { matricula, email, cpfHash }: Unique): Promise<void> {
  const taken = await findUser(
    tx,
    or(eq(users.matricula, matricula), eq(users.email, email), eq(users.cpfHash, cpfHash)),
  )
  if (!taken) return
  const field = taken.matricula === matricula ? 'matricula' : taken.email === email ? 'email' : 'cpf'
  throw new DomainError('already-registered', {}, { fields: [{ in: 'body', path: [field], rule: 'taken' }] })
}

export async function findWaiting(db: Db | Tx, by: SQL | undefined): Promise<SignUpRow | undefined> {
  const [row] = await db
    .select()
    .from(signUps)
    .where(and(eq(signUps.state, 'waiting'), by))
    .limit(1)
  return row
}
