import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isOfTheTeam, useUser } from '../session.ts'
import { Moment } from '../ui/moment.tsx'
import type { Notice } from './notice-api.ts'
import styles from './notice-list.module.css'
import { sentenceOfKind } from './sentence-of.ts'

/** Leads to the ticket: the team's on the board, one's own where one asked for help. */
export function NoticeLine({ notice, onOpen }: { notice: Notice; onOpen: () => void }) {
  const { t } = useTranslation()
  const user = useUser()
  const { ticket, actor, kind, excerpt, created_at, read_at } = notice
  const isUnread = read_at === null
  const isOnBoard = user && isOfTheTeam(user) && !ticket.is_own
  return (
    <li className={isUnread ? styles.unread : undefined}>
      <Link
        className={styles.notice}
        to={isOnBoard ? '/quadro/$ticketId' : '/chamados/$ticketId'}
        params={{ ticketId: String(ticket.id) }}
        onClick={onOpen}
      >
        <span className={styles.dot} />
        <span>
          <span className={styles.what}>
            {isUnread && <span className="visually-hidden">{t('notices.isUnread')} </span>}
            {sentenceOfKind(t, kind, actor?.name ?? null)}
          </span>
          <bdi className={styles.title}>{ticket.title}</bdi>
          {excerpt && <bdi className={styles.excerpt}>{excerpt}</bdi>}
          <span className={styles.when}>
            <Moment at={created_at} />
          </span>
        </span>
      </Link>
    </li>
  )
}
