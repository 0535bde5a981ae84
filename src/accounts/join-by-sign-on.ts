import { randomBytes } from 'node:crypto'
import { hashPassword } from '#src/auth/passwords.ts'
import { recordChange } from '#src/db/audit.ts'
import { users } from '#src/db/schema.ts'
import type { Ports } from '#src/ports.ts'
import type { Identity } from '#src/providers/sign-on.ts'
import type { Visit } from '#src/visit.ts'
import { beginSession } from './begin-session.ts'
import { nextUserId } from './next-user-id.ts'
import { refuseTaken } from './refuse-taken.ts'
import { issueTokens } from './session.ts'
import { link, type SignedOn } from './sign-on.ts'
import type { NewUser } from './user.ts'

type Needed = Pick<Ports, 'db' | 'tokens' | 'clock' | 'cpfVault'>
/** What the company's sign-in does not know of somebody new. */
export type Missing = Omit<NewUser, 'email' | 'password'>

/** Somebody whom the company knows, and we did not until now: a requester, without a password that anybody knows. */
export async function joinBySignOn(
  ports: Needed,
  { identity, email }: { identity: Identity; email: string },
  { full_name, matricula, cpf, department, filial }: Missing,
  visit: Visit,
): Promise<SignedOn> {
  const { db, clock, cpfVault } = ports
  const hashedPassword = await hashPassword(randomBytes(32).toString('base64url'))
  const now = clock()
  const { user, sessionId } = await refuseTaken(() =>
    db.transaction(async (tx) => {
      const id = await nextUserId(tx)
      const [user] = await tx
        .insert(users)
        .overridingSystemValue()
        .values({
          ...{
            id,
            fullName: full_name,
            matricula,
            email,
            emailConfirmedAt: now,
            department,
            filial,
            hashedPassword,
            role: identity.role ?? 'requester',
          },
          ...{ cpf: cpfVault.seal(cpf, id), cpfHash: cpfVault.blindIndex(cpf), locale: visit.locale },
          ...{ createdAt: now, updatedAt: now },
        })
        .returning()
      if (!user) throw new Error('an insert returned nothing')
      await recordChange(tx, {
        ...{ actorId: null, action: 'user-created', subject: 'user', subjectId: id, visit },
        after: { full_name, email, department, filial, matricula, role: user.role, by: 'sign-on' },
      })
      await link(tx, user, identity, visit)
      return { user, sessionId: await beginSession(tx, id, { now, visit }) }
    }),
  )
  return { user, sessionId, ...(await issueTokens(ports, sessionId, 1)) }
}
