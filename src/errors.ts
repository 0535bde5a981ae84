/**
 * Every failure that a caller may meet, by its code. The code is the contract: `type` of a problem is
 * /problems/<code>, texts for people are in http/texts/, the page for developers is docs/problems/<code>.md.
 */
export const PROBLEMS = {
  'malformed-request': 400,
  'malformed-json': 400,
  'duplicate-header': 400,
  'link-not-valid': 400,
  'ticket-closed': 400,
  'ticket-not-resolved': 400,
  'upload-incomplete': 400,
  'not-signed-in': 401,
  'token-not-valid': 401,
  'token-expired': 401,
  'session-ended': 401,
  'refresh-token-missing': 401,
  'refresh-token-not-valid': 401,
  'wrong-credentials': 401,
  forbidden: 403,
  'origin-not-allowed': 403,
  'account-inactive': 403,
  'email-not-confirmed': 403,
  'account-waiting': 403,
  'password-sign-in-off': 403,
  'sign-up-closed': 403,
  'crm-install-refused': 403,
  'crm-event-refused': 403,
  'mail-not-signed': 403,
  'email-domain-not-allowed': 403,
  'not-found': 404,
  'user-not-found': 404,
  'session-not-found': 404,
  'sign-up-not-found': 404,
  'method-not-allowed': 405,
  'request-timeout': 408,
  'already-registered': 409,
  'last-admin': 409,
  'sign-up-decided': 409,
  'current-password-wrong': 403,
  'sender-not-allowed': 403,
  'recipient-not-allowed': 403,
  'ticket-not-found': 404,
  'message-not-found': 404,
  'file-not-found': 404,
  'job-not-found': 404,
  'event-not-found': 404,
  'calendar-not-found': 404,
  'policy-not-found': 404,
  'rule-not-found': 404,
  'view-not-found': 404,
  'link-not-found': 404,
  'reply-not-found': 404,
  'macro-not-found': 404,
  'category-not-found': 404,
  'export-not-found': 404,
  'device-not-found': 404,
  'article-not-found': 404,
  'article-version-not-found': 404,
  'invalid-transition': 409,
  'reopen-window-over': 409,
  'rating-not-open': 409,
  'upload-already-used': 409,
  'file-quarantined': 409,
  'file-on-its-way': 409,
  'crm-rejected': 409,
  'job-not-dead': 409,
  'mail-already-taken': 409,
  'erasing-oneself': 409,
  'user-erased': 409,
  'backfill-under-way': 409,
  'calendar-in-use': 409,
  'category-in-use': 409,
  'too-many-views': 409,
  'too-many-watchers': 409,
  'too-many-links': 409,
  'circular-links': 409,
  'parent-already-there': 409,
  'ticket-merged': 409,
  'other-requester': 409,
  'too-many-replies': 409,
  'reply-in-use': 409,
  'ticket-not-closed': 409,
  'macro-on-closed': 409,
  'macro-outdated': 409,
  'article-status-conflict': 409,
  'file-infected': 410,
  'file-missing': 410,
  'file-refused': 410,
  'version-conflict': 412,
  'body-too-large': 413,
  'file-too-large': 413,
  'quota-exceeded': 413,
  'content-type-not-supported': 415,
  'file-type-not-allowed': 415,
  'invalid-request': 422,
  'file-empty': 422,
  'too-many-files': 422,
  'idempotency-key-reused': 422,
  'if-match-required': 428,
  'too-many-attempts': 429,
  'headers-too-large': 431,
  'internal-error': 500,
  'database-unavailable': 503,
  'too-slow': 503,
  'crm-away': 503,
  'file-store-away': 503,
  'disk-full': 503,
  'too-busy': 503,
  'crm-timeout': 504,
} as const satisfies Record<string, number>

export type ProblemCode = keyof typeof PROBLEMS

/** What fills the placeholders of a problem's text; shown to the caller, so never a secret. */
export type ProblemParams = Readonly<Record<string, string | number>>

/** An expected failure: the caller is told by code, in their language. `cause` is for the log alone. */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: ProblemCode
  readonly params: ProblemParams
  readonly fields: readonly FieldProblem[]

  constructor(code: ProblemCode, params: ProblemParams = {}, options: DomainErrorOptions = {}) {
    super(code, options)
    this.code = code
    this.params = params
    this.fields = options.fields ?? []
  }
}
type DomainErrorOptions = ErrorOptions & { fields?: readonly FieldProblem[] }

/** One field of a request that cannot be accepted. `rule` picks the text, `params` fill its placeholders. */
export type FieldProblem = {
  in: 'body' | 'query' | 'path' | 'header'
  path: readonly (string | number)[]
  rule: FieldRule
  params?: ProblemParams
}

export type FieldRule =
  | 'required'
  | 'wrong-type'
  | 'too-short'
  | 'too-long'
  | 'too-small'
  | 'too-big'
  | 'one-of'
  | 'unknown-field'
  | 'unreadable-text'
  | 'too-deep'
  | 'email'
  | 'cpf'
  | 'matricula'
  | 'name'
  | 'taken'
  | 'name-taken'
  | 'base64'
  | 'category'
  | 'rating'
  | 'own-user'
  | 'time-zone'
  | 'time-of-day'
  | 'interval-reversed'
  | 'intervals-overlap'
  | 'calendar-without-hours'
  | 'holiday-date'
  | 'repeated'
  | 'slug-taken'
  | 'picture-gone'
  | 'placeholder'
  | 'not-ahead'
  | 'not-valid'

/** The process cannot start; the message is a sentence for the person who started it. */
export class StartupError extends Error {
  override readonly name = 'StartupError'
}
