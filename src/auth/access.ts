import { DomainError } from '#src/errors.ts'
import type { SessionId, UserId } from '#src/ids.ts'
import type { Role } from '#src/roles.ts'

/** Who is asking, as the database knew them when the request came in. */
export type Caller = {
  userId: UserId
  sessionId: SessionId
  role: Role
  department: string
  exceptions: Exceptions
}

/** What admins decided for a role otherwise than the policy says. */
export type Exceptions = Readonly<Record<string, boolean>>

/** Admins can do all that can be done, so that they never lock themselves out; requesters see what is theirs. */
export const EDITABLE_ROLES = ['agent', 'lead'] as const satisfies Role[]
export type EditableRole = (typeof EDITABLE_ROLES)[number]
/** A person, whichever way they came: by mail there is no session. */
export type Person = Omit<Caller, 'sessionId'>

/** Who works on everybody's tickets. */
const TEAM = ['agent', 'lead', 'admin'] as const
/** Who looks after what others do; see OF_DEPARTMENT. */
const LEADS = ['lead', 'admin'] as const

/** By roles: unless admins decide otherwise for one of EDITABLE_ROLES. By a word: always. */
type Rule = 'anyone' | 'signed-in' | 'admins-alone' | readonly Role[]

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
  'mail:bring': 'anyone',
  'profile:read': 'signed-in',
  'profile:change': 'signed-in',
  'notices:read': 'signed-in',
  'notices:change': 'signed-in',
  // By a link in a letter, which proves itself.
  'notices:stop': 'anyone',
  'ratings:give': 'anyone',
  'users:read': ['admin'],
  // Whoever may give roles may do anything.
  'users:change': 'admins-alone',
  // Leads let requesters in; whoever may give roles, everybody.
  'users:approve': LEADS,
  'permissions:read': 'admins-alone',
  'permissions:change': 'admins-alone',
  'privacy:own': 'signed-in',
  // Who is taken out does not come back.
  'privacy:act': 'admins-alone',
  'jobs:read': ['admin'],
  'jobs:change': ['admin'],
  'sla:read': TEAM,
  'sla:change': ['admin'],
  'mail:read': ['admin'],
  'sync:read': ['admin'],
  'sync:change': ['admin'],
  'files:upload': 'signed-in',
  'tickets:open': 'signed-in',
  'tickets:list': 'signed-in',
  'tickets:export': TEAM,
  'team:read': TEAM,
  'colleagues:find': 'signed-in',
  'tickets:change-many': TEAM,
  'dashboard:watch': TEAM,
  'dashboard:read': TEAM,
  'stats:read': TEAM,
  'board:read': TEAM,
  'views:keep': TEAM,
  'views:change-others': LEADS,
  'replies:keep': TEAM,
  'replies:change-others': LEADS,
  'rules:read': ['admin'],
  'rules:change': ['admin'],
  'assignment:read': LEADS,
  'assignment:change': LEADS,
  'categories:read': ['admin'],
  'categories:change': ['admin'],
  'help:read': 'anyone',
  'help:vote': 'anyone',
  'help:suggest': 'signed-in',
  'help:edit': TEAM,
  'help:delete': LEADS,
  // Those below are asked about one ticket too: see authorizeTicket.
  'ticket:read': 'signed-in',
  'ticket:write': 'signed-in',
  'ticket:mail': 'signed-in',
  'ticket:close': 'signed-in',
  'ticket:rate': 'signed-in',
  'ticket:reopen': 'signed-in',
  'ticket:share': 'signed-in',
  'ticket:note': TEAM,
  'ticket:change': TEAM,
  'ticket:audit': TEAM,
} as const satisfies Record<string, Rule>

/** What whoever may do it does in their own department, and admins in all. */
const OF_DEPARTMENT = [
  'users:approve',
  'views:change-others',
  'replies:change-others',
  'assignment:read',
  'assignment:change',
] as const satisfies (keyof typeof POLICY)[]
type DepartmentAction = (typeof OF_DEPARTMENT)[number]

export type Action = keyof typeof POLICY
export type TicketAction = Extract<Action, `ticket:${string}`>
export type EditableAction = {
  [A in Action]: (typeof POLICY)[A] extends readonly Role[] ? A : never
}[Action]

const ACTIONS = Object.keys(POLICY) as Action[]
export const isEditable = (action: Action): action is EditableAction => typeof POLICY[action] !== 'string'
/** In the order of the policy. */
export const EDITABLE_ACTIONS = ACTIONS.filter(isEditable)
export const isByDefault = (role: Role, action: EditableAction) =>
  (POLICY[action] as readonly Role[]).includes(role)

/** The one place that says who may do what. Returns the caller, so that whoever asked need not check again. */
export function authorize<P extends Allowed>(caller: P | null, action: Action): P | null {
  if (isOpenToAnyone(action)) return caller
  if (!caller) throw new DomainError('not-signed-in')
  if (!isAllowed(caller, action)) throw new DomainError('forbidden')
  return caller
}

type Allowed = Pick<Caller, 'role' | 'exceptions'>

function isAllowed({ role, exceptions }: Allowed, action: Action): boolean {
  const rule: Rule = POLICY[action]
  if (rule === 'anyone' || rule === 'signed-in') return true
  if (rule === 'admins-alone') return role === 'admin'
  // What was kept for another role, or before it was fixed, counts for nothing; what cannot be read is a no.
  const isHeld = EDITABLE_ROLES.some((one) => one === role) && Object.hasOwn(exceptions, action)
  return isHeld ? exceptions[action] === true : rule.includes(role)
}

/** The same as a question, for what is shown to whom. */
export const may = (caller: Allowed, action: Action) => isAllowed(caller, action)

/** In which department they do what is OF_DEPARTMENT; null: in all. */
export const reachOf = ({ role, department }: Pick<Caller, 'role' | 'department'>): string | null =>
  role === 'admin' ? null : department

/** About what is of this department, however it was typed. */
export function mayIn(
  caller: Allowed & Pick<Caller, 'department'>,
  action: DepartmentAction,
  department: string,
): boolean {
  const reach = reachOf(caller)
  return may(caller, action) && (reach === null || plain(reach) === plain(department))
}
/** As Postgres compares them: see plainDepartment in db/columns.ts. */
const plain = (department: string) => department.trim().toLowerCase()

/** What not everybody may, and they do: so much is shown to them. */
export const permissionsOf = (caller: Allowed): Action[] =>
  ACTIONS.filter((action) => !isForEverybody(action) && isAllowed(caller, action))

const isForEverybody = (action: Action) => POLICY[action] === 'anyone' || POLICY[action] === 'signed-in'

/** Before anything is read. About one ticket it says no more than whose it is lets us say: see authorizeTicket. */
export const authorizeDoor = (caller: Caller | null, action: Action) =>
  authorize(caller, action.startsWith('ticket:') ? 'ticket:read' : action)

/** Then nobody needs to be looked up. */
export const isOpenToAnyone = (action: Action) => POLICY[action] === 'anyone'

export const isOfTheTeam = ({ role }: Pick<Caller, 'role'>) => role !== 'requester'

/** Whose a ticket is, null for deals that were made in the CRM; and who follows it besides. */
export type Owned = { userId: UserId | null; watcherIds: readonly UserId[] }

/** Of what requesters may do, what somebody in copy may do too. */
const IN_COPY: readonly TicketAction[] = ['ticket:read', 'ticket:write']

/** Whether it is there for them: their own, one that they follow, or any for those who work on all. */
export const maySee = (caller: Pick<Caller, 'userId' | 'role'>, ticket: Owned) =>
  ticket.userId === caller.userId || ticket.watcherIds.includes(caller.userId) || isOfTheTeam(caller)

/** They see it because somebody lets them follow it, and for no other reason. */
export const isInCopy = (caller: Pick<Caller, 'userId' | 'role'>, ticket: Pick<Owned, 'userId'>) =>
  ticket.userId !== caller.userId && !isOfTheTeam(caller)

/**
 * Whether this is a ticket of theirs, one that they follow, or they work on all. Whoever may not see a ticket is told that there is
 * none, so that nobody learns which numbers are taken; whoever may see it, and not do this with it, is told that.
 */
export function authorizeTicket<T extends Owned>(
  caller: Person,
  action: TicketAction,
  ticket: T | null | undefined,
): T {
  if (!ticket || !maySee(caller, ticket)) throw new DomainError('ticket-not-found')
  authorize(caller, action)
  if (isInCopy(caller, ticket) && !IN_COPY.includes(action)) throw new DomainError('forbidden')
  // How it went is for the one who asked to say.
  if (action === 'ticket:rate' && ticket.userId !== caller.userId) throw new DomainError('forbidden')
  return ticket
}

/** `user_id` in a path or a body is never believed: it says oneself, or a person of the team says it. */
export function authorizePerson(caller: Caller, userId: UserId): UserId {
  if (userId !== caller.userId && !isOfTheTeam(caller))
    throw new DomainError('user-not-found', { id: userId })
  return userId
}
