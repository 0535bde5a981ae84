import { sql } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { hashPassword } from '#src/auth/passwords.ts'
import type { Config } from '#src/config.ts'
import { recordChange } from '#src/db/audit.ts'
import { users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { UserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { Role } from '#src/roles.ts'
import type { Visit } from '#src/visit.ts'
import { askForAccount } from './ask-for-account.ts'
import { countAttempt, LIMITS } from './attempts.ts'
import { nextUserId } from './next-user-id.ts'
import { promiseLetter } from './promise-letter.ts'
import { refuseTaken } from './refuse-taken.ts'
import type { NewUser, UserRow } from './user.ts'

type Needed = Pick<Ports, 'db' | 'clock' | 'cpfVault' | 'tokens'>
type SignUpRules = Config['auth']['signUp']

/** By a stranger as far as SIGNUP_MODE lets them, by an admin always; null: somebody has to say yes first. */
export async function signUp(
  ports: Needed & { rules: SignUpRules },
  caller: Caller | null,
  input: NewUser,
  visit: Visit,
): Promise<UserRow | null> {
  const { db, clock, rules } = ports
  const isByAdmin = caller?.role === 'admin'
  if (!isByAdmin) {
    refuseStrangers(rules, input.email)
    await countAttempt(db, LIMITS.signUpAddress, visit.network, clock())
  }
  if (!isByAdmin && rules.mode === 'approval') {
    await askForAccount(ports, input, visit)
    return null
  }
  // Whoever may sign up because of their address has to show that it is theirs.
  const mustConfirm = !isByAdmin && rules.mode === 'domain'
  return createUser(ports, input, { role: 'requester', mustConfirm, actorId: caller?.userId ?? null, visit })
}

function refuseStrangers({ mode, domains }: SignUpRules, email: string): void {
  if (mode === 'closed') throw new DomainError('sign-up-closed')
  const domain = email.slice(email.lastIndexOf('@') + 1)
  if (mode === 'domain' && !domains.includes(domain)) {
    throw new DomainError('email-domain-not-allowed', { domains: domains.join(', ') })
  }
}

type Circumstances = { role: Role; mustConfirm: boolean; actorId: UserId | null; visit: Visit }

export async function createUser(
  ports: Needed,
  input: NewUser,
  { role, mustConfirm, actorId, visit }: Circumstances,
): Promise<UserRow> {
  const { db, clock, cpfVault } = ports
  const hashedPassword = await hashPassword(input.password)
  const user = await refuseTaken(() =>
    db.transaction(async (tx) => {
      // The number first: the CPF is sealed to its owner.
      const id = await nextUserId(tx)
      const values = {
        id,
        fullName: input.full_name,
        matricula: input.matricula,
        email: input.email,
        emailConfirmedAt: mustConfirm ? null : clock(),
        cpf: cpfVault.seal(input.cpf, id),
        cpfHash: cpfVault.blindIndex(input.cpf),
        hashedPassword,
        role,
        department: input.department,
        filial: input.filial,
        locale: visit.locale,
        createdAt: clock(),
        updatedAt: clock(),
      }
      const [row] = await tx.insert(users).overridingSystemValue().values(values).returning()
      if (!row) throw new Error('insert returned no row')
      const { full_name, email, department, filial, matricula } = input
      await recordChange(tx, {
        actorId,
        action: 'user-created',
        subject: 'user',
        subjectId: id,
        after: { full_name, email, department, filial, matricula, role },
        visit,
      })
      if (mustConfirm) await promiseLetter(tx, ports, 'confirm-email', sql`users.id = ${id}`)
      return row
    }),
  )
  return user
}
