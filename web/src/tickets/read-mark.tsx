import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'
import type { Message } from './ticket-api.ts'
import { ticketQuery } from './ticket-queries.ts'
import styles from './timeline.module.css'

type Props = { ticketId: number; userId: number; last: Message | undefined }

/** Below what was said last: that the other side has seen it. */
export function ReadMark({ ticketId, userId, last }: Props) {
  const { t } = useTranslation()
  const { data: ticket } = useQuery(ticketQuery(ticketId))
  if (!ticket || !last || last.is_internal) return null
  const isOwnAsRequester = last.sender_type === 'user' && last.author.id === userId
  const isOfTeam = last.sender_type === 'admin' && ticket.requester.id !== userId
  const isRead = (isOwnAsRequester && ticket.is_read_by_admin) || (isOfTeam && ticket.is_read_by_user)
  if (!isRead) return null
  return (
    <p className={styles.read}>
      <Icon name="check" /> {t(isOfTeam ? 'tickets.talk.seenByRequester' : 'tickets.talk.seenByTeam')}
    </p>
  )
}
