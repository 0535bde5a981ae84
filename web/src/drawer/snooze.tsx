import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type TicketDetail, ticketApi } from '../tickets/ticket-api.ts'
import { sentenceOf } from '../ui/failure.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { toast } from '../ui/toast.ts'
import { describeMoment } from './describe-moment.ts'
import { SnoozeChoice } from './snooze-choice.tsx'

/** Out of sight until somebody can go on with it. */
export function Snooze({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation()
  const { snooze } = useSnoozing(ticket.id)
  return (
    <SnoozeChoice
      align="end"
      trigger={<IconButton icon="clock" label={t('drawer.snooze.label')} isSmall />}
      onChoose={(until) => void snooze(until)}
    />
  )
}

/** Says how it went; what it means to lists is told by the gateway. */
export function useSnoozing(id: number) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const attempt = async (asked: Promise<unknown>, sentence: string) => {
    try {
      await asked
      toast.done(sentence)
    } catch (error) {
      toast.error(sentenceOf(error, t('form.offline')))
    }
    for (const key of [['ticket', id], ['audit', id], ['tickets'], ['board']])
      void queryClient.invalidateQueries({ queryKey: key })
  }
  return {
    snooze: (until: Date) =>
      attempt(
        ticketApi.snooze(id, until.toISOString()),
        t('drawer.snooze.done', { when: describeMoment(until.toISOString()) }),
      ),
    wake: () => attempt(ticketApi.wake(id), t('drawer.snooze.woken')),
  }
}
