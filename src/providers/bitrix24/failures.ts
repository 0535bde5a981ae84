import { type CallOutcome, CrmError } from '#src/providers/crm-provider.ts'

type Told = { status: number; code: string; description: string }

/** By code first: two 503s mean different things, and texts come in the portal's language. */
export function failureOf({ status, code, description }: Told): CrmError {
  const told = `${code || status}: ${description.slice(0, 300)}`
  const known = KNOWN[code.toUpperCase()]
  if (known) return new CrmError(...known, told)
  if (status === 403 && NOT_PAID.test(description)) return new CrmError('refused', 'access-revoked', told)
  if (status >= 500) return new CrmError('unknown', 'crm-failed', told)
  return new CrmError('rejected', isMissing(code, description) ? 'not-found' : 'rejected', told)
}

/** Not the portal speaks but a server before it, in maintenance perhaps: whatever the status, the same may go well later. */
export const failureOfPage = (status: number) =>
  status === TOO_LARGE
    ? new CrmError('rejected', 'too-large', `${status}: more than the servers before the CRM let through`)
    : new CrmError('unknown', 'crm-failed', `${status}: no text that could be read`)

const TOO_LARGE = 413

/** In our words, since no code of the portal leaves this folder; the text has it for those who read logs. */
const KNOWN: Record<string, [CallOutcome, string]> = {
  QUERY_LIMIT_EXCEEDED: ['refused', 'too-many-requests'],
  OPERATION_TIME_LIMIT: ['refused', 'method-blocked'],
  OVERLOAD_LIMIT: ['refused', 'overloaded'],
  EXPIRED_TOKEN: ['refused', 'token-expired'],
  DISK_OBJ_22000: ['rejected', 'name-taken'],
  INVALID_TOKEN: ['refused', 'token-unknown'],
  // For a person to mend, and what was refused meanwhile is done then.
  INSUFFICIENT_SCOPE: ['refused', 'scope-missing'],
  // A secret that was changed, a person who was dismissed, an application that was removed or not paid for.
  INVALID_CREDENTIALS: ['refused', 'access-revoked'],
  NO_AUTH_FOUND: ['refused', 'access-revoked'],
  AUTHORIZATION_ERROR: ['refused', 'access-revoked'],
  APPLICATION_NOT_FOUND: ['refused', 'access-revoked'],
  ERROR_OAUTH: ['refused', 'access-revoked'],
  NOT_INSTALLED: ['refused', 'access-revoked'],
  PAYMENT_REQUIRED: ['refused', 'access-revoked'],
  USER_ACCESS_ERROR: ['refused', 'access-revoked'],
  PORTAL_DELETED: ['refused', 'access-revoked'],
  INTERNAL_SERVER_ERROR: ['unknown', 'crm-failed'],
  ERROR_UNEXPECTED_ANSWER: ['unknown', 'crm-failed'],
}

/** The portal's licence has ended: everything is denied, by the code that else means one object. */
const NOT_PAID = /commercial plans|коммерческ/i

/**
 * What is not there. The old methods have no code for it, only a text in the portal's language. "Access denied" is not
 * this: rights may have changed, and the object may well be there.
 */
const isMissing = (code: string, description: string) =>
  /^(ERROR_)?NOT_FOUND$/i.test(code) || (/^0?$/.test(code) && MISSING.test(description))
const MISSING = /not found|не найден|não (foi )?encontrad|no (se )?encontr/i

/** What a socket says when nobody was reached: nothing was sent, so nothing ran. */
const NOT_REACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** The error itself is not kept: it carries the address, and the address carries the secret. */
export function failureOnTheWay(error: unknown): CrmError {
  const { code, syscall } = saidBy(error)
  // Of a connection that stood, the same codes tell that it broke, and what was sent may have arrived.
  if (NOT_REACHED.has(code) && syscall !== 'read' && syscall !== 'write')
    return new CrmError('refused', 'not-reached', `The CRM could not be reached (${code})`)
  const name = error instanceof Error ? error.name : 'unknown'
  return new CrmError('unknown', 'no-answer', `The CRM was called and did not answer (${code || name})`)
}

function saidBy(error: unknown): { code: string; syscall?: string | undefined } {
  if (!(error instanceof Error)) return { code: '' }
  const { code, syscall, cause } = error as NodeJS.ErrnoException
  return code === undefined ? saidBy(cause) : { code, syscall }
}

/** Where another host answers for the portal: a 3xx that stays at home is a failure like others. */
export function failureOfRedirect(from: string, location: string | null): CrmError | null {
  if (!location || !URL.canParse(location, from)) return null
  const { origin } = new URL(location, from)
  if (origin === new URL(from).origin) return null
  return new CrmError('refused', 'portal-moved', `The CRM answers that it lives at ${origin} now`)
}

/** The portal turned the call away at the door, and another way in may be open. */
export const isTurnedAway = ({ code }: CrmError) =>
  ['token-expired', 'token-unknown', 'access-revoked', 'portal-moved'].includes(code)

/** Time mends none of these. */
export const needsPerson = ({ code }: CrmError) =>
  ['access-revoked', 'not-connected', 'portal-moved'].includes(code)

export const unreadable = () =>
  new CrmError('unknown', 'unreadable-answer', 'The CRM answered something that is no answer')

/** For both: the CRM as a whole is in trouble, and not this call alone. */
export const isAway = ({ code }: CrmError) =>
  ['not-reached', 'no-answer', 'unreadable-answer', 'crm-failed'].includes(code)
