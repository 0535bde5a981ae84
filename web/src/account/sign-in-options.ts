import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

/** Why somebody is at the page of signing in, if not because they came here. */
export const SIGN_IN_REASONS = [
  'ended',
  'signed-out',
  'sso',
  'sso-away',
  'sso-refused',
  'sso-unknown',
  'sso-blocked',
  'sso-waiting',
] as const
export type SignInReason = (typeof SIGN_IN_REASONS)[number]

export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  queryFn: api.signInOptions,
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})
