import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { type Ticket, ticketApi } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextArea } from '../ui/text-area.tsx'
import { Stars } from './stars.tsx'
import styles from './ticket-page.module.css'

type Props = { ticket: Ticket; isOpen: boolean; onClose: () => void }

/** Closing and rating in one; or only rating, when it is closed already. */
export function CloseSheet({ ticket, isOpen, onClose }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [rating, setRating] = useState<number | null>(null)
  const [comment, setComment] = useState('')
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const isOver = ticket.status === 'closed'

  async function submit(): Promise<void> {
    setIsBusy(true)
    setFailure(null)
    const words = comment.trim()
    try {
      if (!isOver)
        await ticketApi.close(ticket.id, {
          ...(rating !== null && { rating }),
          ...(rating !== null && words && { comment: words }),
        })
      else if (rating !== null) await ticketApi.rate(ticket.id, { rating, ...(words && { feedback: words }) })
      await queryClient.invalidateQueries({ queryKey: ['ticket', ticket.id] })
      void queryClient.invalidateQueries({ queryKey: ['tickets'] })
      onClose()
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
      title={t(isOver ? 'portal.ticket.rate' : 'portal.ticket.closeTitle')}
      {...(!isOver && { lead: t('portal.ticket.closeLead') })}
      actions={
        <Button look="primary" isBusy={isBusy || (isOver && rating === null)} onClick={() => void submit()}>
          {t(isOver ? 'portal.ticket.rateSubmit' : 'portal.ticket.closeSubmit')}
        </Button>
      }
    >
      <div className={styles.sheet}>
        <Stars label={t('portal.ticket.rateTitle')} value={rating} onChange={setRating} />
        {rating !== null && (
          <TextArea
            label={t('portal.ticket.comment')}
            isOptional
            rows={3}
            maxLength={1_000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        )}
        {failure && <Notice kind="error">{failure}</Notice>}
      </div>
    </Dialog>
  )
}
