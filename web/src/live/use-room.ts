import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { enterRoom, hear, type News, openLine, type Room } from './line.ts'

/** What happens there is told from now on, for as long as this is on the screen; null: nowhere yet. */
export function useRoom(room: Room | null): void {
  const queryClient = useQueryClient()
  const ticketId = room !== null && typeof room === 'object' ? room.ticketId : null
  const name = typeof room === 'string' ? room : null
  useEffect(() => {
    const wanted = ticketId === null ? name : { ticketId }
    if (wanted === null) return
    const leave = enterRoom(wanted)
    void openLine(queryClient)
    return leave
  }, [ticketId, name, queryClient])
}

/** For what is more than a newer value: toasts, spoken arrivals. Hand in a function that stays the same. */
export function useNews(listener: (news: News) => void): void {
  useEffect(() => hear(listener), [listener])
}
