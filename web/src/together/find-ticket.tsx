import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettled } from '../shell/settled.ts'
import { StatusWord } from '../tickets/status-word.tsx'
import { type Ticket, ticketApi } from '../tickets/ticket-api.ts'
import styles from './together.module.css'

const MOST_FOUND = 6

type Props = { without: number; picked: Ticket | null; onPick: (ticket: Ticket) => void }

export const numberOf = ({ deal_id, ticket_number }: Pick<Ticket, 'deal_id' | 'ticket_number'>) =>
  deal_id === null ? ticket_number : `#${deal_id}`

/** Another ticket, by its number or its words. */
export function FindTicket({ without, picked, onPick }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const wanted = useSettled(text.trim(), 200)
  const { data, isFetching } = useQuery({
    queryKey: ['find-ticket', wanted],
    queryFn: () => ticketApi.list({ q: wanted, limit: MOST_FOUND + 1 }),
    enabled: wanted !== '',
    placeholderData: keepPreviousData,
    retry: false,
  })
  const found = wanted === '' ? [] : (data?.items ?? []).filter(({ id }) => id !== without)
  const shown = picked && !found.some(({ id }) => id === picked.id) ? [picked, ...found] : found
  return (
    <div className={styles.search}>
      <div className={styles.field}>
        <input
          type="search"
          value={text}
          maxLength={200}
          aria-label={t('together.findTicket')}
          placeholder={t('together.findTicket')}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <ul className={styles.found}>
        {shown.slice(0, MOST_FOUND).map((ticket) => (
          <li key={ticket.id}>
            <button
              type="button"
              className={styles.pick}
              aria-pressed={picked?.id === ticket.id}
              onClick={() => onPick(ticket)}
            >
              <span className={styles.hint}>{numberOf(ticket)}</span>
              <span className={styles.name} dir="auto">
                {ticket.title}
              </span>
              <StatusWord status={ticket.status} />
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.none} aria-live="polite">
        {wanted !== '' && shown.length === 0 && !isFetching && t('together.noTicket')}
      </p>
    </div>
  )
}
