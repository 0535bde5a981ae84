import { queryOptions } from '@tanstack/react-query'
import type { FormMeta } from '../../../src/tickets/describe-form.ts'
import { call } from '../api.ts'
import { currentLocale } from '../texts.ts'

/** Categories, departments and limits, in the reader's language. */
export const metaQuery = () =>
  queryOptions({
    queryKey: ['meta', currentLocale()],
    queryFn: () => call<FormMeta>('GET', '/api/v1/meta'),
    staleTime: 5 * 60_000,
  })
