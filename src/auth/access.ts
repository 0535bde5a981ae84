import { DomainError } from '#src/errors.ts'
import type { SessionId, UserId } from '#src/ids.ts'
import type { Role } from '#src/roles.ts'

/** Who is asking, as the database knew them when the request came in. */
export type Caller = { userId: UserId; sessionId: SessionId; role: Role }

/** What can be asked for. Every route names one; every room will. */
const POLICY = {
  'public:read': 'anyone',
  'session:open': 'anyone',
  'session:renew': 'anyone',
  'session:end': 'anyone',
  'password:recover': 'anyone',
  'users:sign-up': 'anyone',
  'users:check-availability': 'anyone',
  // It proves itself, and not by a person.
  'crm:install': 'anyone',
  'profile:read': 'signed-in',
  'profile:change': 'signed-in',
  'users:read': ['admin'],
  'users:change': ['admin'],
} as const satisfies Record<string, 'anyone' | 'signed-in' | readonly Role[]>

export type Action = keyof typeof POLICY

/** The one place that says who may do what. Returns the caller, so that whoever asked need not check again. */
export function authorize(caller: Caller | null, action: Action): Caller | null {
  const allowed: 'anyone' | 'signed-in' | readonly Role[] = POLICY[action]
  if (allowed === 'anyone') return caller
  if (!caller) throw new DomainError('not-signed-in')
  if (allowed !== 'signed-in' && !allowed.includes(caller.role)) throw new DomainError('forbidden')
  return caller
}

/** Then nobody needs to be looked up. */
export const isOpenToAnyone = (action: Action) => POLICY[action] === 'anyone'
