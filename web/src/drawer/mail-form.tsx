import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { type TicketDetail, ticketApi } from '../tickets/ticket-api.ts'
import { UploadList } from '../tickets/upload-list.tsx'
import { useDraft } from '../tickets/use-draft.ts'
import { useUploads } from '../tickets/use-uploads.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './mail-form.module.css'

type Props = { ticket: TicketDetail; userId: number; onDone: () => void }

/** A mail about the ticket: to those who have to do with it, and to nobody else. */
export function MailForm({ ticket, userId, onDone }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const draft = useDraft(userId, `mail-${ticket.id}`)
  const uploads = useUploads()
  const chosen = useRef<HTMLInputElement>(null)
  const [to, setTo] = useState(ticket.requester.email ?? '')
  const [subject, setSubject] = useState(ticket.title)
  const [failure, setFailure] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  /** Tried again, it is the same mail. */
  const clientId = useRef(crypto.randomUUID())
  const known = [ticket.requester.email, ticket.assignee?.email].flatMap((one) => one ?? [])

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (isBusy || !uploads.isReady || draft.text.trim() === '') return
    setIsBusy(true)
    setFailure(null)
    try {
      await ticketApi.mail(ticket.id, {
        ...(to.trim() !== '' && { to: to.trim() }),
        ...(subject.trim() !== '' && { subject: subject.trim() }),
        message: draft.text,
        attachments: uploads.uploadIds,
        client_id: clientId.current,
      })
      draft.set('')
      void queryClient.invalidateQueries({ queryKey: ['timeline', ticket.id] })
      onDone()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setFailure(error.fields[0]?.message ?? (error.message || t('form.offline')))
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <form className={styles.mail} onSubmit={(event) => void send(event)}>
      <label>
        <span>{t('drawer.mail.to')}</span>
        <input
          type="email"
          required
          list="mail-recipients"
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      </label>
      <datalist id="mail-recipients">
        {known.map((address) => (
          <option key={address} value={address} />
        ))}
      </datalist>
      <label>
        <span>{t('drawer.mail.subject')}</span>
        <input value={subject} maxLength={255} onChange={(event) => setSubject(event.target.value)} />
      </label>
      <label className="visually-hidden" htmlFor="mail-text">
        {t('drawer.mail.text')}
      </label>
      <textarea
        id="mail-text"
        rows={5}
        dir="auto"
        maxLength={50_000}
        placeholder={t('drawer.mail.text')}
        value={draft.text}
        onChange={(event) => draft.set(event.target.value)}
      />
      <UploadList uploads={uploads} />
      {failure && <Notice kind="error">{failure}</Notice>}
      <div className={styles.actions}>
        <input
          ref={chosen}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            uploads.add(event.target.files ?? [])
            event.target.value = ''
          }}
        />
        <IconButton icon="attach" label={t('tickets.talk.attach')} onClick={() => chosen.current?.click()} />
        <Button look="quiet" isSmall onClick={onDone}>
          {t('ui.cancel')}
        </Button>
        <Button look="primary" isSmall type="submit" isBusy={isBusy || !uploads.isReady}>
          {t('drawer.mail.send')}
        </Button>
      </div>
    </form>
  )
}
