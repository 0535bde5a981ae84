import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { type Ticket, ticketApi } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextArea } from '../ui/text-area.tsx'
import styles from './ticket-page.module.css'

/** What is over can be opened again; how it went was said, or can still be. */
export function OverNotice({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [isOpen, setIsOpen] = useState(false)
  const [message, setMessage] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const { id, rating, status } = ticket
  if (status !== 'closed' && status !== 'resolved') return null

  async function reopen(): Promise<void> {
    setFailure(null)
    try {
      await ticketApi.reopen(id, message.trim())
      setIsOpen(false)
      for (const key of [['ticket', id], ['timeline', id], ['tickets']])
        void queryClient.invalidateQueries({ queryKey: key })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setFailure(error.message || t('form.offline'))
    }
  }
  return (
    <div className={styles.over}>
      <span>
        {status === 'closed' && t('portal.ticket.closedNote')}{' '}
        {rating !== null && t('portal.ticket.rated', { stars: rating })}
      </span>
      <Button onClick={() => setIsOpen(true)}>{t('portal.ticket.reopen')}</Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={t('portal.ticket.reopenTitle')}
        actions={
          <Button look="primary" onClick={() => void reopen()}>
            {t('portal.ticket.reopenSubmit')}
          </Button>
        }
      >
        <div className={styles.sheet}>
          <TextArea
            label={t('portal.ticket.reopenLead')}
            rows={4}
            maxLength={10_000}
            isOptional
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
          {failure && <Notice kind="error">{failure}</Notice>}
        </div>
      </Dialog>
    </div>
  )
}
