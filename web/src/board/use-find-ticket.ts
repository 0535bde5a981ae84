import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { findTicket } from './board-cache.ts'

/** As it is shown on the board. */
export function useFindTicket() {
  const queryClient = useQueryClient()
  return useCallback((id: number) => findTicket(queryClient, id), [queryClient])
}
