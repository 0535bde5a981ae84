import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Message, type TicketDetail, ticketApi } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toast.ts'
import { numberOf } from './find-ticket.tsx'
import { useChange } from './followers.tsx'
import styles from './together.module.css'
import { togetherApi } from './together-api.ts'

const LONGEST = 200

type Props = { ticket: TicketDetail; onClose: () => void }

/** One of the newest messages becomes a ticket of its own. */
export function SplitDialog({ ticket, onClose }: Props) {
  const { t } = useTranslation()
  const { data } = useQuery({
    queryKey: ['timeline', ticket.id, 'newest'],
    queryFn: () => ticketApi.timeline(ticket.id),
  })
  const messages = (data?.items ?? []).filter((one) => maySplit(ticket, one))
  const [chosen, setChosen] = useState<number | null>(null)
  const [title, setTitle] = useState('')
  // Sent again after an answer that got lost, it is the same ticket.
  const [key] = useState(() => crypto.randomUUID())
  const { change, failure } = useChange(ticket.id)
  const canSplit = chosen !== null && title.trim() !== ''
  async function split(): Promise<void> {
    if (!canSplit) return
    const isDone = await change(async () => {
      const made = await togetherApi.split(ticket.id, { message_id: chosen, title: title.trim() }, key)
      toast.done(t('together.splitDone', { number: numberOf(made) }))
    })
    if (isDone) onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('together.splitTitle')}
      lead={t('together.splitLead')}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button look="primary" isBusy={!canSplit} onClick={() => void split()}>
            {t('together.splitDo')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {data && messages.length === 0 && <p>{t('together.splitNone')}</p>}
        <ul className={styles.found} aria-label={t('together.splitMessage')}>
          {messages.map(({ id, author, message, created_at }) => (
            <li key={id}>
              <button
                type="button"
                className={styles.pick}
                aria-pressed={chosen === id}
                onClick={() => setChosen(id)}
              >
                <span className={styles.name} dir="auto">
                  {message}
                </span>
                <span className={styles.hint}>
                  {author.name} · <Moment at={created_at} />
                </span>
              </button>
            </li>
          ))}
        </ul>
        <label className={styles.subject}>
          {t('together.splitSubject')}
          <input value={title} maxLength={LONGEST} onChange={(event) => setTitle(event.target.value)} />
        </label>
        {failure && <Notice kind="error">{failure}</Notice>}
      </div>
    </Dialog>
  )
}

/** What the requester sees, and was said on this ticket. */
const maySplit = ({ id }: TicketDetail, { ticket_id, is_internal, sender_type, message }: Message) =>
  ticket_id === id && !is_internal && sender_type !== 'system' && message.trim() !== ''
