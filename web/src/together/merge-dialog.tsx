import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import type { Ticket, TicketDetail } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toast.ts'
import { FindTicket, numberOf } from './find-ticket.tsx'
import { useChange } from './followers.tsx'
import styles from './together.module.css'
import { togetherApi } from './together-api.ts'

type Props = { ticket: TicketDetail; onClose: () => void; onMerged: (into: number) => void }

/** One matter that was filed twice goes on in the other ticket; where they are of different people, it is asked again. */
export function MergeDialog({ ticket, onClose, onMerged }: Props) {
  const { t } = useTranslation()
  const [other, setOther] = useState<Ticket | null>(null)
  const [isAskedAgain, setIsAskedAgain] = useState(false)
  const { change, failure } = useChange(ticket.id)
  async function merge(): Promise<void> {
    if (!other) return
    const isDone = await change(() =>
      togetherApi.merge(ticket.id, other.id, isAskedAgain).catch((error: unknown) => {
        if (error instanceof Problem && error.code === 'other-requester') setIsAskedAgain(true)
        throw error
      }),
    )
    if (!isDone) return
    toast.done(t('together.merged', { number: numberOf(other) }))
    onMerged(other.id)
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('together.mergeTitle')}
      lead={t('together.mergeLead')}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            look={isAskedAgain ? 'danger' : 'primary'}
            isBusy={other === null}
            onClick={() => void merge()}
          >
            {t(isAskedAgain ? 'together.mergeConfirm' : 'together.mergeDo')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <FindTicket
          without={ticket.id}
          picked={other}
          onPick={(picked) => {
            setOther(picked)
            setIsAskedAgain(false)
          }}
        />
        {isAskedAgain ? (
          <Notice kind="info">{t('together.mergeOther')}</Notice>
        ) : (
          failure && <Notice kind="error">{failure}</Notice>
        )}
      </div>
    </Dialog>
  )
}
