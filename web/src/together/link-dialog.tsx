import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { Select } from '../ui/select.tsx'
import { FindTicket } from './find-ticket.tsx'
import { useChange } from './followers.tsx'
import styles from './together.module.css'
import { type Relation, togetherApi } from './together-api.ts'

const RELATIONS = [
  'related_to',
  'duplicate_of',
  'has_duplicate',
  'follow_up_of',
  'has_follow_up',
  'parent_of',
  'child_of',
] as const satisfies Relation[]

type Props = { ticketId: number; onClose: () => void }

/** What this ticket is to another one. */
export function LinkDialog({ ticketId, onClose }: Props) {
  const { t } = useTranslation()
  const [relation, setRelation] = useState<Relation>('related_to')
  const [other, setOther] = useState<Ticket | null>(null)
  const { change, failure } = useChange(ticketId)
  async function link(): Promise<void> {
    if (other && (await change(() => togetherApi.addLink(ticketId, relation, other.id)))) onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('together.links')}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button look="primary" isBusy={other === null} onClick={() => void link()}>
            {t('together.addLink')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Select
          label={t('together.relation')}
          value={relation}
          options={RELATIONS.map((one) => [one, t(`together.relations.${one}`)] as const)}
          onChoose={setRelation}
        />
        <FindTicket without={ticketId} picked={other} onPick={setOther} />
        {failure && <Notice kind="error">{failure}</Notice>}
      </div>
    </Dialog>
  )
}
