import type { QueryClient } from '@tanstack/react-query'
import { teamQuery } from '../tickets/team-query.ts'
import type { Ticket, TicketChange } from '../tickets/ticket-api.ts'
import { metaQuery } from '../tickets/ticket-queries.ts'

/** How a ticket will look once a change is accepted, under the names of a ticket. */
export function shownAfter(queryClient: QueryClient, ticket: Ticket, change: TicketChange) {
  const { assigned_to, category, priority, status, ...same } = change
  const label = queryClient
    .getQueryData(metaQuery().queryKey)
    ?.categories.find(({ slug }) => slug === category)?.label
  return {
    ...same,
    ...(status !== undefined && { status }),
    ...(priority !== undefined && { priority }),
    ...(category !== undefined && { category, category_label: label ?? ticket.category_label }),
    ...(assigned_to !== undefined && { assignee: assigneeOf(queryClient, assigned_to) }),
  }
}

function assigneeOf(queryClient: QueryClient, id: number | null): Ticket['assignee'] {
  if (!id) return null
  const person = queryClient.getQueryData(teamQuery.queryKey)?.find((one) => one.id === id)
  return { id, crm_id: null, name: person?.full_name ?? null, email: null }
}
