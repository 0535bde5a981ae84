import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type TicketDetail, ticketApi } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { sentenceOf } from '../ui/failure.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Popover } from '../ui/popover.tsx'
import { toast } from '../ui/toast.ts'
import { describeMoment } from './describe-moment.ts'
import styles from './snooze.module.css'
import { soons } from './snooze-moments.ts'

/** Out of sight until somebody can go on with it. */
export function Snooze({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const [own, setOwn] = useState('')
  const { snooze } = useSnoozing(ticket.id)
  const choose = (until: Date) => {
    setIsOpen(false)
    void snooze(until)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (own !== '') choose(new Date(own))
  }
  return (
    <Popover
      label={t('drawer.snooze.label')}
      align="end"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<IconButton icon="clock" label={t('drawer.snooze.label')} isSmall />}
    >
      <div className={styles.choices}>
        {soons(new Date()).map(([soon, at]) => (
          <Button key={soon} isSmall onClick={() => choose(at)}>
            {t(`drawer.snooze.${soon}`)} · {describeMoment(at.toISOString())}
          </Button>
        ))}
        <form className={styles.own} onSubmit={submit}>
          <label>
            {t('drawer.snooze.until')}
            <input type="datetime-local" value={own} onChange={(event) => setOwn(event.target.value)} />
          </label>
          <Button look="primary" isSmall type="submit">
            {t('drawer.snooze.do')}
          </Button>
        </form>
      </div>
    </Popover>
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
