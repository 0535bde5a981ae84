import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { StatusWord } from '../tickets/status-word.tsx'
import { type TicketDetail, ticketApi } from '../tickets/ticket-api.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import styles from './requester-card.module.css'

const MOST_OTHERS = 6

/** Who asks; opened, how to reach them and what else they asked for. */
export function RequesterCard({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const { name, department, filial, email, phone, matricula } = ticket.requester
  const rows = [
    ['email', email, email && `mailto:${email}`],
    ['phone', phone, phone && `tel:${phone.replace(/[^\d+]/g, '')}`],
    ['matricula', matricula, null],
    ['system', ticket.system_type, null],
  ] as const
  return (
    <section className={styles.card} aria-label={t('drawer.requester.label')}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Avatar name={name} size={24} />
        <span className={styles.who}>
          <strong dir="auto">{name ?? t('drawer.requester.unknown')}</strong>{' '}
          {[department, filial].filter(Boolean).join(' · ')}
        </span>
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
      </button>
      {isOpen && (
        <div className={styles.more}>
          <dl>
            {rows.map(
              ([key, value, href]) =>
                value && (
                  <div key={key}>
                    <dt>{t(`drawer.requester.${key}`)}</dt>
                    <dd dir="auto">{href ? <a href={href}>{value}</a> : value}</dd>
                  </div>
                ),
            )}
          </dl>
          {ticket.requester.id !== null && <Others requesterId={ticket.requester.id} id={ticket.id} />}
        </div>
      )}
    </section>
  )
}

function Others({ requesterId, id }: { requesterId: number; id: number }) {
  const { t } = useTranslation()
  // Over whatever this one is open.
  const to = useLocation().pathname.startsWith('/quadro') ? '/quadro/$ticketId' : '/lista/$ticketId'
  const { data } = useQuery({
    queryKey: ['tickets-of', requesterId],
    queryFn: () => ticketApi.list({ requester_id: requesterId, limit: MOST_OTHERS + 1 }),
    staleTime: 60_000,
  })
  const others = data?.items.filter((one) => one.id !== id).slice(0, MOST_OTHERS) ?? []
  if (!data) return null
  if (others.length === 0) return <p className={styles.none}>{t('drawer.requester.noOthers')}</p>
  return (
    <>
      <h3 className={styles.heading}>{t('drawer.requester.others')}</h3>
      <ul>
        {others.map((one) => (
          <li key={one.id} className={styles.other}>
            <Link to={to} params={{ ticketId: String(one.id) }} search={(search) => search} dir="auto">
              {one.title}
            </Link>
            <StatusWord status={one.status} />
          </li>
        ))}
      </ul>
    </>
  )
}
