import { DomainError } from '#src/errors.ts'
import type { SessionId, UserId } from '#src/ids.ts'
import type { Role } from '#src/roles.ts'

/** Who is asking, as the database knew them when the request came in. */
export type Caller = { userId: UserId; sessionId: SessionId; role: Role }

/** Who works on everybody's tickets. */
const TEAM = ['agent', 'lead', 'admin'] as const
/** Who looks after what others do. */
const LEADS = ['lead', 'admin'] as const

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
  'crm:tell': 'anyone',
  'profile:read': 'signed-in',
  'profile:change': 'signed-in',
  'users:read': ['admin'],
  'users:change': ['admin'],
  'jobs:read': ['admin'],
  'jobs:change': ['admin'],
  'sla:read': TEAM,
  'sla:change': ['admin'],
  'sync:read': ['admin'],
  'sync:change': ['admin'],
  'files:upload': 'signed-in',
  'tickets:open': 'signed-in',
  'tickets:list': 'signed-in',
  'team:read': TEAM,
  'tickets:change-many': TEAM,
  'dashboard:watch': TEAM,
  'dashboard:read': TEAM,
  'stats:read': TEAM,
  'board:read': TEAM,
  'views:keep': TEAM,
  'views:change-others': LEADS,
  'categories:read': ['admin'],
  'categories:change': ['admin'],
  'help:read': 'anyone',
  'help:vote': 'anyone',
  'help:edit': TEAM,
  'help:delete': ['admin'],
  // Those below are asked about one ticket too: see authorizeTicket.
  'ticket:read': 'signed-in',
  'ticket:write': 'signed-in',
  'ticket:mail': 'signed-in',
  'ticket:close': 'signed-in',
  'ticket:rate': 'signed-in',
  'ticket:reopen': 'signed-in',
  'ticket:note': TEAM,
  'ticket:change': TEAM,
  'ticket:audit': TEAM,
} as const satisfies Record<string, 'anyone' | 'signed-in' | readonly Role[]>

export type Action = keyof typeof POLICY
export type TicketAction = Extract<Action, `ticket:${string}`>

/** The one place that says who may do what. Returns the caller, so that whoever asked need not check again. */
export function authorize(caller: Caller | null, action: Action): Caller | null {
  const allowed: 'anyone' | 'signed-in' | readonly Role[] = POLICY[action]
  if (allowed === 'anyone') return caller
  if (!caller) throw new DomainError('not-signed-in')
  if (allowed !== 'signed-in' && !allowed.includes(caller.role)) throw new DomainError('forbidden')
  return caller
}

/** The same as a question, for what is shown to whom. */
export function may(caller: Caller, action: Action): boolean {
  try {
    authorize(caller, action)
    return true
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}

/** Before anything is read. About one ticket it says no more than whose it is lets us say: see authorizeTicket. */
export const authorizeDoor = (caller: Caller | null, action: Action) =>
  authorize(caller, action.startsWith('ticket:') ? 'ticket:read' : action)

/** Then nobody needs to be looked up. */
export const isOpenToAnyone = (action: Action) => POLICY[action] === 'anyone'

export const isOfTheTeam = ({ role }: Pick<Caller, 'role'>) => role !== 'requester'

/** Whose a ticket is: null for deals that were made in the CRM. */
export type Owned = { userId: UserId | null }

/**
 * Whether this is a ticket of theirs, or they work on all. Whoever may not see a ticket is told that there is none, so that
 * nobody learns which numbers are taken; whoever may see it, and not do this with it, is told that.
 */
export function authorizeTicket<T extends Owned>(
  caller: Caller,
  action: TicketAction,
  ticket: T | null | undefined,
): T {
  const isOwn = ticket?.userId === caller.userId
  if (!ticket || !(isOwn || isOfTheTeam(caller))) throw new DomainError('ticket-not-found')
  authorize(caller, action)
  // How it went is for the one who asked to say.
  if (action === 'ticket:rate' && !isOwn) throw new DomainError('forbidden')
  return ticket
}

/** `user_id` in a path or a body is never believed: it says oneself, or a person of the team says it. */
export function authorizePerson(caller: Caller, userId: UserId): UserId {
  if (userId !== caller.userId && !isOfTheTeam(caller))
    throw new DomainError('user-not-found', { id: userId })
  return userId
}
