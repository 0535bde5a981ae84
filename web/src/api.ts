import type { SessionInfo } from '../../src/accounts/session.ts'
import type { NewUser, ProfileChange, User } from '../../src/accounts/user.ts'
import type { Action } from '../../src/auth/access.ts'
import { currentLocale } from './texts.ts'

export type { NewUser, ProfileChange, SessionInfo, User }

/** `seq`: the newest that had happened by then. */
export type Session = { user: User; may: Action[]; seq: number }
type FieldError = { in: string; field: string; code: string; message: string }

/** What the gateway (or the lack of it) answered instead; `message` is a sentence in the reader's language. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly fields: FieldError[]

  constructor(code: string, message: string, status = 0, fields: FieldError[] = []) {
    super(message)
    this.code = code
    this.status = status
    this.fields = fields
  }
}

/** Who has signed in here, so that a first visit does not begin with a vain renewal, and nothing is sent in the name of another. */
const SIGNED_IN_HINT = 'ponte-signed-in'
const RENEWABLE = new Set(['token-expired', 'not-signed-in', 'session-ended', 'token-not-valid'])

export const hasSignedIn = () => localStorage.getItem(SIGNED_IN_HINT) !== null

export const isSessionOf = (userId: number) => localStorage.getItem(SIGNED_IN_HINT) === String(userId)

/** By another tab of this browser: all tabs have one session. */
export function followSession(onSignedOut: () => void, onSomebodyElse: () => void): void {
  addEventListener('storage', ({ key, oldValue, newValue }) => {
    if (key !== SIGNED_IN_HINT) return
    if (newValue === null) onSignedOut()
    else if (oldValue !== null) onSomebodyElse()
  })
}

/** Renewing it was tried before. */
export const isSessionOver = (error: unknown) =>
  error instanceof Problem && error.status === 401 && RENEWABLE.has(error.code)

export const call = <T = void>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> => withRenewal(() => send<T>(method, path, body, headers))

/** Once more with a new access token, if only that was too old. */
export async function withRenewal<T>(ask: () => Promise<T>): Promise<T> {
  const asWhom = localStorage.getItem(SIGNED_IN_HINT)
  try {
    return await ask()
  } catch (error) {
    if (!isSessionOver(error) || asWhom === null) throw error
    await renewSession()
    if (localStorage.getItem(SIGNED_IN_HINT) !== asWhom) throw error
    return ask()
  }
}

let renewal: Promise<void> | null = null

/** One at a time, in this tab and across tabs: a refresh token is good once. */
function renewSession(): Promise<void> {
  renewal ??= navigator.locks
    .request('ponte-renewal', () => send<void>('POST', '/api/v1/session/refresh'))
    .catch((error: unknown) => {
      if (error instanceof Problem && error.status === 401) localStorage.removeItem(SIGNED_IN_HINT)
      throw error
    })
    .finally(() => {
      renewal = null
    })
  return renewal
}

/** Of every request: the language of answers, and that no other page made the browser send it. */
export const ownHeaders = () => ({ 'Accept-Language': currentLocale(), 'X-Requested-With': 'ponte' })

async function send<T>(method: string, path: string, body?: unknown, more = {}): Promise<T> {
  const headers: Record<string, string> = { ...ownHeaders(), ...more }
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    })
  } catch {
    // No answer at all: no network, or nobody there.
    throw new Problem('offline', '')
  }
  const text = await response.text()
  if (response.ok) return (text ? JSON.parse(text) : undefined) as T
  throw problemFrom(response.status, response.headers.get('content-type'), text)
}

export function problemFrom(status: number, type: string | null, text: string): Problem {
  // Somebody in between answered.
  if (!type?.includes('json')) return new Problem('offline', '', status)
  const { code, message, errors } = JSON.parse(text) as {
    code: string
    message: string
    errors: FieldError[]
  }
  return new Problem(code, message, status, errors)
}

export const keepHint = ({ id }: User) => localStorage.setItem(SIGNED_IN_HINT, String(id))

/** Whoever comes next is shown nothing that was on its way to the one before. */
export const forgetPushes = async () => (await navigator.serviceWorker?.getRegistration())?.unregister()

export const api = {
  async signIn(credentials: { matricula: string; password: string }): Promise<Session> {
    const session = await call<Session>('POST', '/api/v1/session', credentials)
    keepHint(session.user)
    return session
  },
  /** Where the browser goes next, if it came by the company's sign-in. */
  async signOut(): Promise<string | undefined> {
    const left = await call<{ sign_out_at: string } | undefined>('DELETE', '/api/v1/session')
    // In some private windows there is nothing to forget them in.
    void forgetPushes().catch(() => undefined)
    localStorage.removeItem(SIGNED_IN_HINT)
    return left?.sign_out_at
  },
  /** Null: nobody is signed in here. */
  async currentSession(): Promise<Session | null> {
    if (!hasSignedIn()) return null
    try {
      const session = await call<Session>('GET', '/api/v1/session')
      keepHint(session.user)
      return session
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null
      throw error
    }
  },
  /** Where others decide who comes in, there is no account yet. */
  signUp: (user: NewUser) => call<User | { is_waiting: true }>('POST', '/api/v1/users', user),
  askForReset: (who: { email: string } | { matricula: string }) =>
    call('POST', '/api/v1/password-resets', who),
  resetPassword: (token: string, new_password: string) =>
    call('PUT', '/api/v1/password-resets', { token, new_password }),
  confirmEmail: (token: string) => call('PUT', '/api/v1/email-confirmations', { token }),
  changeProfile: (change: ProfileChange) => call<User>('PATCH', '/api/v1/users/me', change),
  removePicture: () => call<User>('DELETE', '/api/v1/users/me/avatar'),
  dropAvatar: () => call<User>('DELETE', '/api/v1/users/me/avatar'),
  changePassword: (passwords: { current_password: string; new_password: string }) =>
    call('PUT', '/api/v1/users/me/password', passwords),
  sessions: async () => (await call<{ items: SessionInfo[] }>('GET', '/api/v1/sessions')).items,
  endSession: (id: string) => call('DELETE', `/api/v1/sessions/${id}`),
  endOtherSessions: () => call('DELETE', '/api/v1/sessions'),
}
