import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { ticketApi } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextArea } from '../ui/text-area.tsx'
import styles from './ticket-page.module.css'

type Props = { ticketId: number; isOpen: boolean; onClose: () => void }

/** And why, if they like. */
export function ReopenSheet({ ticketId, isOpen, onClose }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [message, setMessage] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)

  async function reopen(): Promise<void> {
    setIsBusy(true)
    setFailure(null)
    try {
      await ticketApi.reopen(ticketId, message.trim())
      setMessage('')
      onClose()
      for (const queryKey of [['ticket', ticketId], ['timeline', ticketId], ['tickets']])
        void queryClient.invalidateQueries({ queryKey })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setFailure(error.message || t('form.offline'))
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('portal.ticket.reopenTitle')}
      actions={
        <Button look="primary" isBusy={isBusy} onClick={() => void reopen()}>
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
  )
}
