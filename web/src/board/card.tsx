import { useNavigate } from '@tanstack/react-router'
import { memo, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { PriorityMark } from '../tickets/priority-mark.tsx'
import { SlaChip, standingOf } from '../tickets/sla-chip.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { useSeconds } from '../ui/clock.ts'
import { Icon } from '../ui/icon.tsx'
import type { BoardTicket } from './board-ticket-type.ts'
import styles from './card.module.css'
import { CardMarks } from './card-marks.tsx'
import { openCardMenu } from './card-menu-place.ts'
import { arrive, useMoverName } from './flights.ts'
import type { Move } from './moves.ts'
import { numberOf } from './number-of.ts'
import { useDraggable } from './use-draggable.ts'

type Props = {
  ticket: BoardTicket
  /** Where it stands in its list, from above. */
  start: number
  position: number
  count: number
  isOpen: boolean
  moving: Move['state'] | null
}

/** One ticket: one stop of the Tab key, with a menu. */
export const Card = memo(function Card({ ticket, start, position, count, isOpen, moving }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const item = useRef<HTMLLIElement>(null)
  const card = useRef<HTMLAnchorElement>(null)
  const mover = useMoverName(ticket.id)
  const standing = useSeconds((now) => standingOf(ticket, now))
  const isHeld = useDraggable(item, ticket, moving === null || moving === 'waiting')
  const { id, title, requester, assignee } = ticket
  const number = numberOf(ticket)
  useLayoutEffect(() => {
    if (card.current) arrive(id, card.current)
  }, [id])

  return (
    <li
      ref={item}
      className={styles.place}
      style={{ transform: `translateY(${start}px)` }}
      aria-setsize={count}
      aria-posinset={position}
      onContextMenu={(event) => {
        event.preventDefault()
        if (card.current) openCardMenu(ticket, card.current)
      }}
    >
      <a
        ref={card}
        href={`/quadro/${id}`}
        data-card={id}
        draggable={false}
        className={styles.card}
        data-standing={standing ?? undefined}
        data-open={isOpen || undefined}
        data-held={isHeld || undefined}
        data-moving={moving ?? undefined}
        data-unread={ticket.is_unread || undefined}
        aria-current={isOpen ? 'true' : undefined}
        aria-keyshortcuts="M"
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
          event.preventDefault()
          void navigate({
            to: '/quadro/$ticketId',
            params: { ticketId: String(id) },
            search: (search) => search,
          })
        }}
      >
        <span className={styles.top}>
          <span className={styles.number}>{number}</span>
          <PriorityMark priority={ticket.priority} />
          <span className={styles.chip}>
            <SlaChip ticket={ticket} />
          </span>
        </span>
        <span className={styles.title} dir="auto" title={title}>
          {title}
        </span>
        <span className={styles.bottom}>
          <span className={styles.requester} dir="auto">
            {[requester.name, requester.filial].filter(Boolean).join(' · ')}
          </span>
          <CardMarks ticket={ticket} moving={moving} />
          <span className={styles.assignee} title={assignee?.name ?? t('board.nobody')}>
            <Avatar name={assignee?.name ?? null} size={20} />
            <span className="visually-hidden">
              {assignee?.name ? t('board.assignedTo', { name: assignee.name }) : t('board.nobody')}
            </span>
          </span>
        </span>
      </a>
      <button
        type="button"
        className={styles.more}
        tabIndex={-1}
        aria-haspopup="menu"
        aria-label={t('board.menuOf', { number })}
        onClick={() => card.current && openCardMenu(ticket, card.current)}
      >
        <Icon name="more" />
      </button>
      {mover && (
        <span className={styles.mover} aria-hidden="true">
          <span>{mover}</span>
        </span>
      )}
    </li>
  )
})
