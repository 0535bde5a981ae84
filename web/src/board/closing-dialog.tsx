import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import type { BoardTicket } from './board-ticket-type.ts'
import styles from './closing-dialog.module.css'
import { numberOf } from './number-of.ts'

const LONGEST = 10_000

type Props = {
  ticket: BoardTicket
  /** The column that it is let go in. */
  to: string
  isFailed: boolean
  onCancel: () => void
  onClose: (notes: string | null) => void
}

/** What is over says how it ended. */
export function ClosingDialog({ ticket, to, isFailed, onCancel, onClose }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [notes, setNotes] = useState(ticket.resolution_notes ?? '')
  return (
    <Dialog
      isOpen
      onClose={onCancel}
      title={t('board.closing.title', { number: numberOf(ticket) })}
      lead={ticket.title}
      actions={
        <>
          <Button onClick={onCancel}>{t('ui.cancel')}</Button>
          <Button look="primary" onClick={() => onClose(notes.trim() || null)}>
            {t('board.closing.confirm', { to })}
          </Button>
        </>
      }
    >
      <div className={styles.notes}>
        <label htmlFor={id}>{t(isFailed ? 'board.closing.why' : 'board.closing.notes')}</label>
        <textarea
          id={id}
          rows={5}
          maxLength={LONGEST}
          value={notes}
          onChange={(event) => setNotes(event.target.value)}
        />
        <p>{t('board.closing.hint')}</p>
      </div>
    </Dialog>
  )
}
