import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../api.ts'
import { patchTicket } from '../live/apply-news.ts'
import { type TicketChange, type TicketDetail, ticketApi } from '../tickets/ticket-api.ts'
import { ticketQuery } from '../tickets/ticket-queries.ts'
import { shownAfter } from './shown-after.ts'

/** Somebody was faster: what they changed, and what was wanted here. */
export type Conflict = { wanted: TicketChange; before: TicketDetail; by: string | null }
export type ChangeTicket = {
  change: (change: TicketChange) => void
  /** Without a line: it goes out when there is one again. */
  isWaiting: boolean
  conflict: Conflict | null
  /** What the gateway, or the CRM, said no to. */
  refusal: Problem | null
  forget: () => void
}

/** Shown at once, sent one after the other, and taken back if it was not accepted. */
export function useChangeTicket(id: number): ChangeTicket {
  const queryClient = useQueryClient()
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const [refusal, setRefusal] = useState<Problem | null>(null)
  const forget = () => {
    setConflict(null)
    setRefusal(null)
  }
  const mutation = useMutation({
    scope: { id: `ticket-${id}` },
    mutationFn: (change: TicketChange) => send(queryClient, id, change),
    onMutate(change) {
      forget()
      const before = readCache(queryClient, id)
      if (before) patchTicket(queryClient, id, shownAfter(queryClient, before, change), null)
      return { before }
    },
    async onError(error, wanted, context) {
      const before = context?.before
      if (before) patchTicket(queryClient, id, shownBefore(queryClient, before, wanted), null)
      void queryClient.invalidateQueries({ queryKey: ['ticket', id] })
      if (!(error instanceof Problem)) throw error
      if (error.code === 'version-conflict' && before)
        setConflict({ wanted, before, by: await lastActor(id) })
      else setRefusal(error)
    },
    onSuccess: () => {
      for (const key of ['tickets', 'board']) void queryClient.invalidateQueries({ queryKey: [key] })
      void queryClient.invalidateQueries({ queryKey: ['audit', id] })
    },
  })
  return { change: mutation.mutate, isWaiting: mutation.isPaused, conflict, refusal, forget }
}

const readCache = (queryClient: QueryClient, id: number) => queryClient.getQueryData(ticketQuery(id).queryKey)

async function send(queryClient: QueryClient, id: number, change: TicketChange): Promise<void> {
  const ticket = readCache(queryClient, id) ?? (await ticketApi.read(id))
  const isOpenedAgain = ticket.status === 'closed' && change.status !== undefined
  const changed = isOpenedAgain
    ? await ticketApi.reopen(id)
    : await ticketApi.change(id, ticket.version, change)
  const now = readCache(queryClient, id)
  // What was told meanwhile is newer.
  if (now && changed.version < now.version) return
  patchTicket(queryClient, id, changed, now && changed.version > now.version ? changed.version : null)
}

/** Only what was shown too early goes back. */
function shownBefore(queryClient: QueryClient, before: TicketDetail, change: TicketChange) {
  const names = Object.keys(shownAfter(queryClient, before, change))
  return Object.fromEntries(names.map((name) => [name, before[name as keyof TicketDetail]]))
}

/** Who changed it last, as the history says; null: the CRM, or nobody knows. */
async function lastActor(id: number): Promise<string | null> {
  const { items } = await ticketApi.audit(id).catch(() => ({ items: [] }))
  return items[0]?.actor?.name ?? null
}
