import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive } from '../live/live.ts'
import { useUser } from '../session.ts'
import { announce } from '../ui/announce.ts'
import { toast } from '../ui/toast.ts'
import { type KeptChange, type Outcome, sendKept, useKeptChanges } from './kept-changes.ts'
import { lastActor } from './last-actor.ts'
import { tellSent } from './sent-changes.ts'

const TRY_AGAIN_MS = 10_000

/** Draws nothing: what was changed without a line goes out when there is one. On every page of the team. */
export function SendKeptChanges() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const userId = useUser()?.id ?? 0
  const hasAny = useKeptChanges().some((one) => one.userId === userId)
  const isLive = useLive().state === 'live'
  // biome-ignore lint/correctness/useExhaustiveDependencies: a line that is there again is a reason to try
  useEffect(() => {
    if (!hasAny) return
    const lookAgain = ({ ticketId }: KeptChange) => {
      for (const key of [['ticket', ticketId], ['tickets'], ['board'], ['audit', ticketId]])
        void queryClient.invalidateQueries({ queryKey: key })
    }
    const outcome: Outcome = {
      sent(kept, answer) {
        tellSent(queryClient, answer)
        lookAgain(kept)
        toast.done(t('drawer.kept.sent', { number: kept.number }), { id: nameOf(kept) })
        announce(t('drawer.kept.sent', { number: kept.number }))
      },
      async refused(kept, problem) {
        const name = problem.code === 'version-conflict' ? await lastActor(kept.ticketId) : null
        const why =
          problem.code !== 'version-conflict'
            ? problem.message
            : name
              ? t('drawer.kept.overtakenBy', { name })
              : t('drawer.kept.overtaken')
        lookAgain(kept)
        const text = t('drawer.kept.refused', { number: kept.number })
        // Whoever was away while there was no line should still find it.
        toast.error(text, { detail: why, id: nameOf(kept), durationMs: Number.POSITIVE_INFINITY })
        announce(`${text} ${why}`)
      },
    }
    const send = () => void sendKept(userId, outcome)
    send()
    const timer = setInterval(send, TRY_AGAIN_MS)
    window.addEventListener('online', send)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', send)
    }
  }, [queryClient, t, userId, hasAny, isLive])
  return null
}

const nameOf = ({ ticketId }: KeptChange) => `move-${ticketId}`
