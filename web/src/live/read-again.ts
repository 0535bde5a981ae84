import type { QueryClient, QueryFilters } from '@tanstack/react-query'

/**
 * A first answer that is on its way may be older than what was told meanwhile, and is not asked for anew by saying that it is old: it
 * is waited for.
 */
export async function readAgain(queryClient: QueryClient, filters: QueryFilters): Promise<void> {
  const underWay = firstAnswers(queryClient, filters)
  if (underWay.length > 0) await Promise.allSettled(underWay.map(({ promise }) => promise))
  await queryClient.invalidateQueries(filters)
}

/** Nothing can be put into what is not there yet. */
export const firstAnswers = (queryClient: QueryClient, filters: QueryFilters) =>
  queryClient
    .getQueryCache()
    .findAll({ ...filters, fetchStatus: 'fetching' })
    .filter(({ state }) => state.data === undefined)
