import { z } from '@hono/zod-openapi'
import { eq } from 'drizzle-orm'
import { parseCpf } from '#src/auth/cpf.ts'
import type { Config } from '#src/config.ts'
import { signUps, users } from '#src/db/schema.ts'
import { DomainError } from '#src/errors.ts'
import type { Ports } from '#src/ports.ts'
import type { Visit } from '#src/visit.ts'
import { findWaiting } from './ask-for-account.ts'
import { countAttempt, LIMITS } from './attempts.ts'
import { findUser } from './queries.ts'

export const AvailabilityQuestion = z.object({
  field: z.enum(['email', 'matricula', 'cpf']),
  value: z.string().trim().min(1).max(128),
})
type Question = z.infer<typeof AvailabilityQuestion>

/** True: nobody has it yet. For the sign-up form, so slow for whoever asks about many. */
export async function checkAvailability(
  ports: Pick<Ports, 'db' | 'clock' | 'cpfVault'> & { rules: Config['auth']['signUp'] },
  { field, value }: Question,
  visit: Visit,
): Promise<boolean> {
  const { db, clock, cpfVault, rules } = ports
  if (rules.mode === 'closed') throw new DomainError('sign-up-closed')
  await countAttempt(db, LIMITS.lookAddress, visit.network, clock())
  if (field === 'cpf') await countAttempt(db, LIMITS.lookCpfAddress, visit.network, clock())
  const [hasAccount, isWaiting] = await Promise.all([
    findUser(db, condition(users, { field, value }, cpfVault)),
    findWaiting(db, condition(signUps, { field, value }, cpfVault)),
  ])
  return !hasAccount && !isWaiting
}

function condition(
  table: typeof users | typeof signUps,
  { field, value }: Question,
  cpfVault: Ports['cpfVault'],
) {
  if (field === 'email') return eq(table.email, value.trim().toLowerCase())
  if (field === 'matricula') return eq(table.matricula, value.trim())
  const cpf = parseCpf(value)
  if (!cpf)
    throw new DomainError('invalid-request', {}, { fields: [{ in: 'query', path: ['value'], rule: 'cpf' }] })
  return eq(table.cpfHash, cpfVault.blindIndex(cpf))
}
