import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StatusWord } from '../tickets/status-word.tsx'
import type { TicketDetail } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { numberOf } from './find-ticket.tsx'
import { Followers, useChange } from './followers.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { MergeDialog } from './merge-dialog.tsx'
import { SplitDialog } from './split-dialog.tsx'
import styles from './together.module.css'
import { linksQuery, togetherApi } from './together-api.ts'

type Props = { ticket: TicketDetail; userId: number }

/** For the team: who follows a ticket, what it is to others, and making one of two or two of one. */
export function DeskPanel({ ticket, userId }: Props) {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<'link' | 'merge' | 'split' | null>(null)
  const navigate = useNavigate()
  const to = ticketPath()
  const close = () => setDialog(null)
  const isFollowing = ticket.watcher_ids.includes(userId)
  const { change, failure } = useChange(ticket.id)
  return (
    <div className={styles.more}>
      <h3 className={styles.heading}>{t('together.followers')}</h3>
      <Followers
        ticket={ticket}
        userId={userId}
        mayAdd
        mayRemove={() => true}
        nobody={t('together.nobody')}
      />
      {ticket.requester.id !== userId && (
        <div className={styles.actions}>
          <Button
            isSmall
            onClick={() =>
              void change(() =>
                isFollowing
                  ? togetherApi.removeWatcher(ticket.id, userId)
                  : togetherApi.addWatcher(ticket.id, userId),
              )
            }
          >
            {t(isFollowing ? 'together.unfollow' : 'together.follow')}
          </Button>
        </div>
      )}
      {failure && <Notice kind="error">{failure}</Notice>}
      <Links ticketId={ticket.id} />
      {ticket.merged_from.length > 0 && (
        <p>{t('together.mergedFrom', { numbers: ticket.merged_from.map(numberOf).join(', ') })}</p>
      )}
      <div className={styles.actions}>
        <Button isSmall onClick={() => setDialog('link')}>
          {t('together.addLink')}
        </Button>
        {ticket.merged_into === null && (
          <>
            <Button isSmall onClick={() => setDialog('merge')}>
              {t('together.merge')}
            </Button>
            <Button isSmall onClick={() => setDialog('split')}>
              {t('together.split')}
            </Button>
          </>
        )}
      </div>
      {dialog === 'link' && <LinkDialog ticketId={ticket.id} onClose={close} />}
      {dialog === 'merge' && (
        <MergeDialog
          ticket={ticket}
          onClose={close}
          onMerged={(into) => {
            close()
            void navigate({ to, params: { ticketId: String(into) }, search: (search) => search })
          }}
        />
      )}
      {dialog === 'split' && <SplitDialog ticket={ticket} onClose={close} />}
    </div>
  )
}

function Links({ ticketId }: { ticketId: number }) {
  const { t } = useTranslation()
  const { data } = useQuery(linksQuery(ticketId))
  const { change, failure } = useChange(ticketId)
  const to = ticketPath()
  if (!data) return null
  return (
    <>
      <h3 className={styles.heading}>
        {t('together.links')}
        {data.children.total > 0 && <span>{t('together.children', data.children)}</span>}
      </h3>
      {data.items.length === 0 && <p className={styles.none}>{t('together.noLinks')}</p>}
      <ul className={styles.rows}>
        {data.items.map(({ id, relation, ticket }) => (
          <li key={id} className={styles.row}>
            <span className={styles.name}>
              <span className={styles.hint}>{t(`together.relations.${relation}`)}</span>{' '}
              <Link to={to} params={{ ticketId: String(ticket.id) }} search={(search) => search} dir="auto">
                {numberOf(ticket)} {ticket.title}
              </Link>
            </span>
            <StatusWord status={ticket.status} />
            <IconButton
              icon="close"
              label={t('together.removeLink', { number: numberOf(ticket) })}
              isSmall
              onClick={() => void change(() => togetherApi.removeLink(ticketId, id))}
            />
          </li>
        ))}
      </ul>
      {failure && <Notice kind="error">{failure}</Notice>}
    </>
  )
}

/** Over whatever this one is open. */
const ticketPath = () => (location.pathname.startsWith('/quadro') ? '/quadro/$ticketId' : '/lista/$ticketId')
