import type { QueryClient } from '@tanstack/react-query'
import { teamQuery } from './team-query.ts'
import type { Ticket, TicketChange } from './ticket-api.ts'
import { metaQuery } from './ticket-queries.ts'

/** How a ticket will look once a change is accepted, under the names of a ticket. */
export function shownAfter(queryClient: QueryClient, ticket: Ticket, change: TicketChange): Partial<Ticket> {
  const { assigned_to, category, priority, status, ...same } = change
  const label = queryClient
    .getQueryData(metaQuery().queryKey)
    ?.categories.find(({ slug }) => slug === category)?.label
  const shown = {
    ...same,
    ...(status !== undefined && { status }),
    ...(priority !== undefined && { priority }),
    ...(category !== undefined && { category, category_label: label ?? ticket.category_label }),
    ...(assigned_to !== undefined && { assignee: assigneeOf(queryClient, assigned_to) }),
  }
  // PATCH takes other names of a status or a priority too; here they are named as tickets have them.
  return shown as Partial<Ticket>
}

function assigneeOf(queryClient: QueryClient, id: number | null): Ticket['assignee'] {
  if (!id) return null
  const person = queryClient.getQueryData(teamQuery.queryKey)?.find((one) => one.id === id)
  return { id, crm_id: null, name: person?.full_name ?? null, email: null }
}
