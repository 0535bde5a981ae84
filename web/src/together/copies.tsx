import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isOfTheTeam, useUser } from '../session.ts'
import type { TicketDetail } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { Followers, useChange } from './followers.tsx'
import styles from './together.module.css'
import { togetherApi } from './together-api.ts'

/** For employees: who reads along. Whose ticket it is adds and removes; whoever is in copy may leave. */
export function Copies({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation()
  const user = useUser()
  const { change, failure } = useChange(ticket.id)
  const [isOpen, setIsOpen] = useState(false)
  if (!user) return null
  const isOwn = ticket.requester.id === user.id || isOfTheTeam(user)
  const isInCopy = ticket.watcher_ids.includes(user.id)
  const count = ticket.watcher_ids.length
  const toggle = (
    <Button look="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
      <Icon name="people" /> {t('together.copies')}
      {count > 0 && ` (${count})`}
    </Button>
  )
  if (!isOpen) return <div>{toggle}</div>
  return (
    <section className={styles.copies} aria-label={t('together.copies')}>
      {toggle}
      <p className={styles.none}>{t('together.copiesLead')}</p>
      <Followers
        ticket={ticket}
        userId={user.id}
        mayAdd={isOwn}
        mayRemove={(watcher) => isOwn && !watcher.is_team}
        nobody={t('together.nobodyYet')}
      />
      {isInCopy && (
        <Button onClick={() => void change(() => togetherApi.removeWatcher(ticket.id, user.id))}>
          {t('together.leave')}
        </Button>
      )}
      {failure && <Notice kind="error">{failure}</Notice>}
    </section>
  )
}

/** Where the history of a merged ticket goes on, over whatever it is open. */
export function MergedNotice({ into }: { into: NonNullable<TicketDetail['merged_into']> }) {
  const { t } = useTranslation()
  const number = into.deal_id === null ? into.ticket_number : `#${into.deal_id}`
  const to =
    (['/quadro', '/lista'] as const).find((screen) => location.pathname.startsWith(screen)) ?? '/chamados'
  return (
    <Notice kind="info">
      {t('together.mergedInto', { number })}{' '}
      <Link to={`${to}/$ticketId`} params={{ ticketId: String(into.id) }}>
        {t('together.goThere', { number })}
      </Link>
    </Notice>
  )
}
