import type { ReactNode } from 'react'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'

type Props = {
  query: { isPending: boolean; isSuccess: boolean; error: Error | null; refetch: () => unknown }
  isEmpty: boolean
  /** In place of rows, where there are none. */
  none: string
  action?: ReactNode
}

/** What stands where the rows of a list will be: that they are fetched, could not be, or that there are none. */
export function ListState({ query, isEmpty, none, action }: Props) {
  if (query.isPending) return <Waiting heights={[32, 40, 40, 40]} />
  if (!isEmpty) return null
  if (query.error) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  return <Empty action={action}>{none}</Empty>
}
