import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { sentenceOf } from '../ui/failure.tsx'
import { toast } from '../ui/toast.ts'
import { replyApi } from './reply-api.ts'

/** Of what may have arrived although no answer came: asked again, it is the same application. */
const unanswered = new Map<string, string>()

/** All that a macro does, at once; says how it went. */
export function useApplyMacro(): (ticketId: number, macro: { id: number; title: string }) => Promise<void> {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return async (ticketId, { id, title }) => {
    const name = `${ticketId} ${id}`
    const client_id = unanswered.get(name) ?? crypto.randomUUID()
    unanswered.set(name, client_id)
    try {
      const ticket = await replyApi.apply(ticketId, { macro_id: id, client_id })
      unanswered.delete(name)
      const isPending = ticket.pending_changes.length > 0
      toast.done(t(isPending ? 'replies.willApply' : 'replies.applied', { title }))
    } catch (error) {
      if (error instanceof Problem && error.status > 0 && error.status < 500) unanswered.delete(name)
      toast.error(sentenceOf(error, t('replies.notReached', { title })))
    }
    for (const key of [
      ['ticket', ticketId],
      ['timeline', ticketId],
      ['audit', ticketId],
      ['tickets'],
      ['board'],
    ])
      void queryClient.invalidateQueries({ queryKey: key })
  }
}
