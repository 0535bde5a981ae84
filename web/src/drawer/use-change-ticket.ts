import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem } from '../api.ts'
import { patchTicket } from '../live/apply-news.ts'
import { useUser } from '../session.ts'
import {
  findKept,
  forgetChange,
  type KeptChange,
  keepChange,
  useKeptChange,
} from '../tickets/kept-changes.ts'
import { lastActor } from '../tickets/last-actor.ts'
import { opensAgain, sendChange } from '../tickets/send-change.ts'
import { shownAfter } from '../tickets/shown-after.ts'
import { type TicketChange, type TicketDetail, ticketApi } from '../tickets/ticket-api.ts'
import { ticketQuery } from '../tickets/ticket-queries.ts'

/** Somebody was faster: what they changed, and what was wanted here. */
export type Conflict = { wanted: TicketChange; before: TicketDetail; by: string | null }
export type ChangeTicket = {
  change: (change: TicketChange) => void
  /** Without a line: it goes out when there is one again. */
  kept: KeptChange | null
  takeBack: () => void
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
  const userId = useUser()?.id ?? 0
  const kept = useKeptChange(id, userId)
  const keep = ({ version, ...before }: TicketDetail, wanted: TicketChange) => {
    const number = before.deal_id === null ? before.ticket_number : `#${before.deal_id}`
    const shown = shownAfter(queryClient, { version, ...before }, wanted)
    keepChange({ ticketId: id, userId, version, number, change: wanted, shown })
  }
  const forget = () => {
    setConflict(null)
    setRefusal(null)
  }
  const mutation = useMutation({
    scope: { id: `ticket-${id}` },
    // What cannot be sent is kept, by ourselves.
    networkMode: 'always',
    mutationFn: (change: TicketChange) => send(queryClient, id, change),
    onMutate(change) {
      forget()
      const before = readCache(queryClient, id)
      if (before) patchTicket(queryClient, id, shownAfter(queryClient, before, change), null)
      return { before }
    },
    async onError(error, wanted, context) {
      const before = context?.before
      const isLost = error instanceof Problem && error.code === 'offline'
      if (before && isLost && !opensAgain(before, wanted)) return keep(before, wanted)
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
  return {
    ...{ conflict, refusal, forget, kept },
    change(change) {
      const before = readCache(queryClient, id)
      if (before && findKept(id, userId)) keep(before, change)
      else mutation.mutate(change)
    },
    takeBack() {
      forgetChange({ ticketId: id, userId })
      void queryClient.invalidateQueries({ queryKey: ['ticket', id] })
    },
  }
}

const readCache = (queryClient: QueryClient, id: number) => queryClient.getQueryData(ticketQuery(id).queryKey)

async function send(queryClient: QueryClient, id: number, change: TicketChange): Promise<void> {
  const ticket = readCache(queryClient, id) ?? (await ticketApi.read(id))
  const changed = await sendChange(ticket, change)
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
