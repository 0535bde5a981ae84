import { and, eq, inArray, or } from 'drizzle-orm'
import { createUser } from '#src/accounts/sign-up.ts'
import { withCheckDigits } from '#src/auth/cpf.ts'
import { verifyPassword } from '#src/auth/passwords.ts'
import { users } from '#src/db/schema.ts'
import { DomainError, StartupError } from '#src/errors.ts'
import type { Ports } from '#src/ports.ts'
import type { Role } from '#src/roles.ts'
import { localVisit } from '#src/visit.ts'

type DemoPerson = { matricula: string; full_name: string; role: Role; department: string; filial: string }

export const DEMO_PASSWORD = 'ponte-demo'

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  {
    matricula: '1001',
    full_name: 'Maria Santos',
    role: 'requester',
    department: 'Financeiro',
    filial: 'São Paulo',
  },
  {
    matricula: '1002',
    full_name: 'Pedro Lima',
    role: 'requester',
    department: 'Logística',
    filial: 'Recife',
  },
  { matricula: '2001', full_name: 'João Tech', role: 'agent', department: 'TI', filial: 'São Paulo' },
  { matricula: '2002', full_name: 'Ana Costa', role: 'agent', department: 'TI', filial: 'Curitiba' },
  { matricula: '9001', full_name: 'Rita Admin', role: 'admin', department: 'TI', filial: 'São Paulo' },
]

/** People to try Ponte with. Whoever is there already, changed or not, is left alone. */
export async function createDemoPeople(
  ports: Pick<Ports, 'db' | 'clock' | 'cpfVault' | 'tokens'>,
): Promise<void> {
  for (const person of DEMO_PEOPLE) await createDemoPerson(ports, person)
}

/** A folder that was tried out and then put to work would let everybody in as admin. */
export async function refuseDemoPeople({ db }: Pick<Ports, 'db'>): Promise<void> {
  const emails = DEMO_PEOPLE.map(({ full_name }) => emailOf(full_name))
  const matriculas = DEMO_PEOPLE.map(({ matricula }) => matricula)
  const isDemoPerson = or(inArray(users.email, emails), inArray(users.matricula, matriculas))
  const there = await db
    .select()
    .from(users)
    .where(and(isDemoPerson, eq(users.isActive, true)))
  for (const { matricula, hashedPassword } of there) {
    if (!(await verifyPassword(DEMO_PASSWORD, hashedPassword))) continue
    throw new StartupError(
      `This database has the demo people in it, and ${matricula} still has the password that everybody knows. ` +
        'Begin with another database, or start once on localhost and deactivate them.',
    )
  }
}

async function createDemoPerson(
  ports: Parameters<typeof createDemoPeople>[0],
  { role, ...person }: DemoPerson,
): Promise<void> {
  const there = await ports.db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.matricula, person.matricula))
  if (there.length > 0) return
  const input = {
    ...person,
    email: emailOf(person.full_name),
    password: DEMO_PASSWORD,
    cpf: cpfOf(person.matricula),
  }
  try {
    await createUser(ports, input, {
      role,
      mustConfirm: false,
      actorId: null,
      visit: localVisit('demo-people'),
    })
  } catch (error) {
    // A gateway that starts at the same moment was first.
    if (!(error instanceof DomainError && error.code === 'already-registered')) throw error
  }
}

function emailOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return `${plain.replace(' ', '.')}@example.com`
}

/** Nobody's: made of the matricula, and right only in its check digits. */
const cpfOf = (matricula: string) => withCheckDigits(matricula.padStart(9, '0'))
