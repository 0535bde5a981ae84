import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { enterRoom, hear, type News, openLine, type Room } from './line.ts'

/** What happens there is told from now on, for as long as this is on the screen; null: nowhere yet. */
export function useRoom(room: Room | null): void {
  const queryClient = useQueryClient()
  const ticketId = room === null || room === 'dashboard' ? null : room.ticketId
  const isDashboard = room === 'dashboard'
  useEffect(() => {
    if (ticketId === null && !isDashboard) return
    const leave = enterRoom(ticketId === null ? 'dashboard' : { ticketId })
    void openLine(queryClient)
    return leave
  }, [ticketId, isDashboard, queryClient])
}

/** For what is more than a newer value: toasts, spoken arrivals. Hand in a function that stays the same. */
export function useNews(listener: (news: News) => void): void {
  useEffect(() => hear(listener), [listener])
}
