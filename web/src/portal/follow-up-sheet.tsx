import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { DropArea } from '../tickets/drop-area.tsx'
import { type Ticket, ticketApi } from '../tickets/ticket-api.ts'
import { UploadList } from '../tickets/upload-list.tsx'
import { useUploads } from '../tickets/use-uploads.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextArea } from '../ui/text-area.tsx'
import styles from './ticket-page.module.css'

type Props = { ticket: Ticket; isOpen: boolean; onClose: () => void }

/** What is closed goes on in a new ticket, which names it; what was written stays until it is there. */
export function FollowUpSheet({ ticket, isOpen, onClose }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [message, setMessage] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const uploads = useUploads()
  // Sent again after an answer that got lost, it is the same ticket; another text or file makes another one.
  const sent = useRef({ what: '', clientId: '' })

  async function begin(): Promise<void> {
    const text = message.trim()
    if (text === '') return setFailure(t('portal.ticket.followUpEmpty'))
    if (!uploads.isReady) return setFailure(t('portal.form.waitFiles'))
    const attachments = uploads.uploadIds
    const what = [text, ...attachments].join()
    if (sent.current.what !== what) sent.current = { what, clientId: crypto.randomUUID() }
    setIsBusy(true)
    setFailure(null)
    try {
      const { clientId: client_id } = sent.current
      const { ticket_id } = await ticketApi.followUp(ticket.id, { message: text, attachments, client_id })
      void queryClient.invalidateQueries({ queryKey: ['tickets'] })
      onClose()
      await navigate({ to: '/chamados/$ticketId', params: { ticketId: String(ticket_id) } })
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
      title={t('portal.ticket.followUpTitle')}
      lead={t('portal.ticket.followUpLead', { number: ticket.ticket_number })}
      actions={
        <Button look="primary" isBusy={isBusy} onClick={() => void begin()}>
          {t('portal.ticket.followUpSubmit')}
        </Button>
      }
    >
      <DropArea uploads={uploads} isQuiet>
        <div className={styles.sheet}>
          <TextArea
            label={t('portal.ticket.followUpText')}
            rows={5}
            maxLength={10_000}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
          />
          <DropArea uploads={uploads}>
            <UploadList uploads={uploads} />
          </DropArea>
          {failure && <Notice kind="error">{failure}</Notice>}
        </div>
      </DropArea>
    </Dialog>
  )
}
