import { useTranslation } from 'react-i18next'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { Moment } from '../ui/moment.tsx'
import { FileList } from './file-list.tsx'
import { MailFrame } from './mail-frame.tsx'
import styles from './message-item.module.css'
import { MessageText } from './message-text.tsx'
import type { Message } from './ticket-api.ts'

type Props = { message: Message; userId: number }

/** One thing that was said: by whom, when, which way, and whether it has reached where it goes. */
export function MessageItem({ message, userId }: Props) {
  const { t } = useTranslation()
  const { author, body_html, is_internal, kind, subject } = message
  const isOwn = author.id === userId
  const name = isOwn ? t('tickets.talk.you') : (author.name ?? author.email ?? t(nobody(message)))
  const look = is_internal ? styles.note : isOwn ? styles.own : styles.message
  return (
    <li className={look} id={`message-${message.id}`}>
      <Avatar name={author.name ?? author.email} size={32} />
      <div className={styles.body}>
        <div className={styles.head}>
          <bdi className={styles.name}>{name}</bdi>
          {is_internal && (
            <span className={styles.kind}>
              <Icon name="lock" /> {t('tickets.talk.note')} · {t('tickets.talk.noteHint')}
            </span>
          )}
          {kind === 'email' && (
            <span className={styles.kind}>
              <Icon name="mail" /> {t('tickets.talk.mail')}
              {message.to_email && ` ${t('tickets.talk.mailTo', { to: message.to_email })}`}
            </span>
          )}
          {message.merged_from && <span className={styles.kind}>{message.merged_from}</span>}
          {kind === 'call' && <span className={styles.kind}>{t('tickets.talk.call')}</span>}
          <span className={styles.when}>
            <Moment at={message.created_at} />
            {message.edited_at && ` · ${t('tickets.talk.edited')}`}
            <Arrival message={message} isOwn={isOwn} />
            {message.returned_at && (
              <span className={styles.failed}>
                {' · '}
                {t('drawer.undelivered')}
              </span>
            )}
          </span>
        </div>
        {subject && kind === 'email' && (
          <p className={styles.subject} dir="auto">
            {subject}
          </p>
        )}
        {body_html && kind === 'email' ? (
          <MailFrame html={body_html} title={t('tickets.talk.mailTitle', { name })} />
        ) : (
          message.message && <MessageText text={message.message} called={message.mentioned} userId={userId} />
        )}
        <FileList files={message.files} absent_files={message.absent_files} />
      </div>
    </li>
  )
}

const nobody = ({ sender_type }: Message) =>
  sender_type === 'admin' ? ('tickets.talk.team' as const) : ('tickets.talk.unknown' as const)

/** Only of one's own, and only while there is something to know. */
function Arrival({ message: { crm_status, crm_error }, isOwn }: { message: Message; isOwn: boolean }) {
  const { t } = useTranslation()
  if (!isOwn || crm_status === null || crm_status === 'synced') return null
  return (
    <span className={crm_status === 'pending' ? undefined : styles.failed} title={crm_error ?? undefined}>
      {' · '}
      {t(crm_status === 'pending' ? 'tickets.talk.toCrm' : 'tickets.talk.toCrmFailed')}
    </span>
  )
}
