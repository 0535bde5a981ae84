import { useTranslation } from 'react-i18next'
import { describeMoment } from '../drawer/describe-moment.ts'
import { Icon } from '../ui/icon.tsx'
import type { BoardTicket } from './board-ticket-type.ts'
import styles from './card.module.css'
import type { Move } from './moves.ts'

/** Small signs, each with its words: unread, files, notes of the team, how it stands with the CRM. */
export function CardMarks({ ticket, moving }: { ticket: BoardTicket; moving: Move['state'] | null }) {
  const { t } = useTranslation()
  const { is_unread, message_count, file_count = 0, note_count = 0, crm_status, snoozed_until } = ticket
  const sync =
    moving === 'pending' || moving === 'waiting'
      ? t(`board.marks.${moving}`)
      : crm_status === 'failed'
        ? t('board.marks.failed')
        : crm_status === 'synced'
          ? null
          : t('board.marks.syncing')
  const hasFailed = crm_status === 'failed' && moving !== 'pending' && moving !== 'waiting'
  return (
    <span className={styles.marks}>
      {sync && (
        <span title={sync} className={hasFailed ? styles.failed : undefined}>
          <Icon name={hasFailed ? 'warning' : moving === null ? 'refresh' : 'clock'} size={16} />
          <span className="visually-hidden">{sync}</span>
        </span>
      )}
      {snoozed_until && (
        <span title={t('drawer.snooze.is', { when: describeMoment(snoozed_until) })}>
          <Icon name="pause" size={16} />
          <span className="visually-hidden">
            {t('drawer.snooze.is', { when: describeMoment(snoozed_until) })}
          </span>
        </span>
      )}
      {file_count > 0 && (
        <span title={t('board.marks.files', { count: file_count })}>
          <Icon name="attach" size={16} />
          <span className="visually-hidden">{t('board.marks.files', { count: file_count })}</span>
        </span>
      )}
      {note_count > 0 && (
        <span title={t('board.marks.notes', { count: note_count })}>
          <Icon name="lock" size={16} />
          <span className="visually-hidden">{t('board.marks.notes', { count: note_count })}</span>
        </span>
      )}
      {message_count > 0 && (
        <span title={t('board.marks.messages', { count: message_count })}>
          <Icon name="comment" size={16} />
          <span aria-hidden="true">{message_count}</span>
          <span className="visually-hidden">{t('board.marks.messages', { count: message_count })}</span>
        </span>
      )}
      {is_unread && (
        <span className={styles.unread} title={t('board.marks.unread')}>
          <span className="visually-hidden">{t('board.marks.unread')}</span>
        </span>
      )}
    </span>
  )
}
