import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { User } from '../api.ts'
import { metaQuery } from '../tickets/ticket-queries.ts'

const LONGEST_WAIT_MS = 3_000

/**
 * Once a page is there, the other screens of this role and what says how things went are fetched too: they have to be there when
 * nothing can be fetched any more.
 */
export function useFetchAhead(role: User['role'] | undefined): void {
  const router = useRouter()
  const queryClient = useQueryClient()
  useEffect(() => {
    if (role === undefined) return
    const fetchAll = () => {
      const screens =
        role === 'requester'
          ? [router.preloadRoute({ to: '/chamados' }), router.preloadRoute({ to: '/chamados/novo' })]
          : [router.preloadRoute({ to: '/quadro' }), router.preloadRoute({ to: '/lista' })]
      const ticket = router.preloadRoute({ to: '/chamados/$ticketId', params: { ticketId: '1' } })
      const profile = router.preloadRoute({ to: '/perfil' })
      const said = [import('../ui/toaster.tsx'), import('../ui/dialog-panel.tsx')]
      // Whoever wants one of them asks for it again.
      void Promise.allSettled([...screens, ticket, profile, ...said, queryClient.prefetchQuery(metaQuery())])
    }
    // Not known to Safari.
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(fetchAll, LONGEST_WAIT_MS)
      return () => clearTimeout(timer)
    }
    const idle = requestIdleCallback(fetchAll, { timeout: LONGEST_WAIT_MS })
    return () => cancelIdleCallback(idle)
  }, [role, router, queryClient])
}
