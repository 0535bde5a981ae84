import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Page, Ticket } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { TicketRow } from './ticket-row.tsx'

type Props = {
  query: UseInfiniteQueryResult<InfiniteData<Page<Ticket>>>
  empty: string
  action?: ReactNode
}

export function TicketRows({ query, empty, action }: Props) {
  const { t } = useTranslation()
  if (query.isPending) return <Waiting heights={[64, 64, 64]} gap={1} />
  if (query.isError && !query.data)
    return <Failure error={query.error} onRetry={() => void query.refetch()} />
  const tickets = query.data?.pages.flatMap(({ items }) => items) ?? []
  if (tickets.length === 0) return <Empty action={action}>{empty}</Empty>
  return (
    <>
      <ul>
        {tickets.map((ticket) => (
          <TicketRow key={ticket.id} ticket={ticket} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('portal.more')}
        </Button>
      )}
    </>
  )
}
