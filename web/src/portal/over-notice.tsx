import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import type { AfterClosing } from './after-closing.ts'
import { FollowUpSheet } from './follow-up-sheet.tsx'
import { ReopenSheet } from './reopen-sheet.tsx'
import styles from './ticket-page.module.css'

type Props = { ticket: Ticket; after: AfterClosing }

/** What is over can be opened again, or leads to a new ticket; and how it went was said. */
export function OverNotice({ ticket, after }: Props) {
  const { id, rating, status } = ticket
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const [isFollowing, setIsFollowing] = useState(false)
  if (status !== 'closed' && status !== 'resolved') return null
  const sentences = [
    t(status === 'closed' ? 'portal.ticket.closedNote' : 'portal.ticket.resolvedNote'),
    after.reply !== 'said' && t(`portal.ticket.ifReply.${after.reply}`),
    rating !== null && t('portal.ticket.rated', { stars: rating }),
  ]
  return (
    <div className={styles.over}>
      <p>{sentences.filter(Boolean).join(' ')}</p>
      {after.canReopen && <Button onClick={() => setIsOpen(true)}>{t('portal.ticket.reopen')}</Button>}
      {after.reply === 'refused' && (
        <Button onClick={() => setIsFollowing(true)}>{t('portal.ticket.followUpSubmit')}</Button>
      )}
      <ReopenSheet ticketId={id} isOpen={isOpen} onClose={() => setIsOpen(false)} />
      <FollowUpSheet ticket={ticket} isOpen={isFollowing} onClose={() => setIsFollowing(false)} />
    </div>
  )
}
