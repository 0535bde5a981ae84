import { call, keepHint, type NewUser, type Session } from '../api.ts'

async function kept(asked: Promise<Session>): Promise<Session> {
  const session = await asked
  keepHint(session.user)
  return session
}

export const signOnApi = {
  /** Of whoever the company's sign-in has sent here, with the cookies of a session. */
  adoptSession: () => kept(call('GET', '/api/v1/session')),
  knownOfNewcomer: () => call<{ full_name: string; email: string }>('GET', '/auth/oidc/newcomer'),
  joinAsNewcomer: (missing: Omit<NewUser, 'email' | 'password'>) =>
    kept(call('POST', '/auth/oidc/newcomer', missing)),
}
