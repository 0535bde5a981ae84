import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { User } from '../api.ts'
import { useLive } from '../live/live.ts'
import { isOfTheTeam } from '../session.ts'
import { toast } from '../ui/toast.ts'
import { type Outcome, openOutbox } from './outbox.ts'

/** Sends what waits, and says how that went to whoever is elsewhere by then; shows nothing itself. */
export function OutboxKeeper({ user }: { user: User }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const isTeam = isOfTheTeam(user)
  // As soon as the line is good again.
  const { state } = useLive()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the line is a reason to try
  useEffect(() => {
    function tell(outcome: Outcome): void {
      const { ticketId } = outcome.unsent
      // Whoever looks at it sees it.
      if (location.pathname.endsWith(`/${ticketId}`)) return
      const show = (id: number, label: string) => ({
        action: {
          label,
          run: () =>
            void navigate({
              to: isTeam ? '/quadro/$ticketId' : '/chamados/$ticketId',
              params: { ticketId: String(id) },
            }),
        },
      })
      if (outcome.is === 'refused')
        toast.error(
          t('tickets.talk.refusedLater', { why: outcome.why }),
          show(ticketId, t('tickets.talk.see')),
        )
      else if (outcome.ticketId === ticketId)
        toast.done(t('tickets.talk.sentLater'), {
          id: `sent-${ticketId}`,
          ...show(ticketId, t('tickets.talk.see')),
        })
      else toast.info(t('portal.ticket.followUp'), show(outcome.ticketId, t('portal.ticket.followUpLink')))
    }
    return openOutbox(user.id, { queryClient, tell })
  }, [user.id, isTeam, queryClient, navigate, t, state])
  return null
}
