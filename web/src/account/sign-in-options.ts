import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { SignInOptions } from '../../../src/routes/sign-in-options.ts'
import { call } from '../api.ts'

export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  queryFn: () => call<SignInOptions>('GET', '/api/v1/sign-in-options'),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})

/** Without an answer there is the form, which says the same when it is sent. */
export const readSignInOptions = (queryClient: QueryClient) =>
  queryClient.ensureQueryData(signInOptionsQuery).catch(() => null)
