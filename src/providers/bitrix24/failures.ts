import { CrmError } from '#src/providers/crm-provider.ts'

type Told = { status: number; code: string; description: string }

/** By code first: two 503s mean different things, and texts come in the portal's language. */
export function failureOf({ status, code, description }: Told): CrmError {
  const told = `${code || status}: ${description.slice(0, 300)}`
  switch (code.toUpperCase()) {
    case 'QUERY_LIMIT_EXCEEDED':
    case 'OPERATION_TIME_LIMIT':
    case 'OVERLOAD_LIMIT':
    case 'EXPIRED_TOKEN':
      return new CrmError('refused', code, told)
    case 'INTERNAL_SERVER_ERROR':
    case 'ERROR_UNEXPECTED_ANSWER':
      return new CrmError('unknown', code, told)
    default:
      return new CrmError(status >= 500 ? 'unknown' : 'rejected', code || `status-${status}`, told)
  }
}

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
  const code = codeOf(error)
  if (NOT_REACHED.has(code))
    return new CrmError('refused', 'not-reached', `The CRM could not be reached (${code})`)
  const name = error instanceof Error ? error.name : 'unknown'
  return new CrmError('unknown', 'no-answer', `The CRM was called and did not answer (${code || name})`)
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const { code, cause } = error as NodeJS.ErrnoException
  return code ?? codeOf(cause)
}

export const unreadable = () =>
  new CrmError('unknown', 'unreadable-answer', 'The CRM answered something that is no answer')

/** For both: the CRM as a whole is in trouble, and not this call alone. */
export const isAway = ({ code }: CrmError) =>
  ['not-reached', 'no-answer', 'unreadable-answer'].includes(code) || /^status-5\d\d$/.test(code)
