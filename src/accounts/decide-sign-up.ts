import { and, eq } from 'drizzle-orm'
import { authorize, type Caller, reachOf } from '#src/auth/access.ts'
import { recordChange } from '#src/db/audit.ts'
import type { Tx } from '#src/db/connect.ts'
import { signUps, users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import { promise } from '#src/jobs/queue.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { isWithin } from './list-sign-ups.ts'
import type { KnownCaller } from './read-caller.ts'
import { refuseTaken } from './refuse-taken.ts'
import type { SignUpApproval, SignUpId, SignUpRow } from './waiting.ts'

type Needed = Pick<Ports, 'db' | 'clock'>
type Decision = { state: 'approved' | 'refused'; reason: string | null }

/** From then on there is an account, and a letter says so. Whoever says it again is told that it is so. */
export async function approveSignUp(
  { db, clock }: Needed,
  caller: KnownCaller,
  id: SignUpId,
  { role, department }: SignUpApproval,
  visit: Visit,
): Promise<SignUpRow> {
  if (role !== 'requester' || department !== undefined) authorize(caller, 'users:change')
  return refuseTaken(() =>
    db.transaction(async (tx) => {
      const asked = await lockSignUp(tx, caller, id)
      if (asked.state === 'approved') return asked
      refuseDecided(asked)
      const now = clock()
      const { cpf, cpfHash, hashedPassword, fullName, matricula, email, filial, locale } = asked
      const given = { role, department: department ?? asked.department }
      await tx
        .insert(users)
        .overridingSystemValue()
        .values({
          ...{ id, cpf, cpfHash, hashedPassword, fullName, matricula, email, filial, locale, ...given },
          // Whose address it is, is the word of whoever approves.
          ...{ emailConfirmedAt: now, createdAt: now, updatedAt: now },
        })
      await recordChange(tx, {
        ...{ actorId: caller.userId, action: 'user-created', subject: 'user', subjectId: id, visit },
        after: { full_name: fullName, email, filial, matricula, ...given, by: 'approval' },
      })
      return decide(tx, asked, { state: 'approved', reason: null }, { caller, now })
    }),
  )
}

export async function refuseSignUp(
  { db, clock }: Needed,
  caller: KnownCaller,
  id: SignUpId,
  { reason, visit }: { reason: string; visit: Visit },
): Promise<SignUpRow> {
  return db.transaction(async (tx) => {
    const asked = await lockSignUp(tx, caller, id)
    if (asked.state === 'refused') return asked
    refuseDecided(asked)
    await recordChange(tx, {
      ...{ actorId: caller.userId, action: 'account-refused', subject: 'user', subjectId: id, visit },
      after: { reason },
    })
    return decide(tx, asked, { state: 'refused', reason }, { caller, now: clock() })
  })
}

async function lockSignUp(tx: Tx, caller: KnownCaller, id: SignUpId): Promise<SignUpRow> {
  const isIt = and(eq(signUps.id, id), isWithin(reachOf(caller)))
  const [row] = await tx.select().from(signUps).where(isIt).for('update')
  if (!row) throw new DomainError('sign-up-not-found', { id })
  return row
}

function refuseDecided({ state }: SignUpRow): void {
  if (state !== 'waiting') throw new DomainError('sign-up-decided')
}

/** What is secret is with the account now, or nowhere. */
async function decide(
  tx: Tx,
  { id }: SignUpRow,
  decision: Decision,
  { caller, now }: { caller: Caller; now: Date },
): Promise<SignUpRow> {
  const [row] = await tx
    .update(signUps)
    .set({
      ...{ ...decision, decidedAt: now, decidedById: caller.userId },
      ...{ cpf: '', cpfHash: '', hashedPassword: '' },
    })
    .where(eq(signUps.id, id))
    .returning()
  if (!row) throw new Error('a locked row is gone')
  await promise(tx, 'send-sign-up-letter', { signUpId: id }, { lane: 'people' })
  return row
}
