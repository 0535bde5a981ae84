import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import type { Ticket } from '../tickets/ticket-api.ts'
import { useHalfMinutes } from '../ui/clock.ts'
import { describeTime } from '../ui/time.ts'
import styles from './portal.module.css'
import { promiseOf } from './promise.ts'

/** "resposta até 14:30"; while it goes to the desk, that. */
export function PromiseLine({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const nowMs = useHalfMinutes()
  if (ticket.crm_status === 'pending') return <span>{t('portal.sending')}</span>
  if (ticket.crm_status === 'failed') return <span>{t('portal.failed')}</span>
  const promise = promiseOf(ticket)
  if (promise === null) return null
  if (!('at' in promise))
    return (
      <span className={promise.kind === 'late' ? styles.late : undefined}>
        {t(`portal.promise.${promise.kind}`)}
      </span>
    )
  const at = new Date(promise.at)
  const { full } = describeTime(at, new Date(nowMs), currentLocale())
  return (
    <time dateTime={promise.at} title={full}>
      {t(`portal.promise.${promise.kind}`, { when: untilWhen(at, new Date(nowMs)) })}
    </time>
  )
}

/** Today the hour is enough. */
function untilWhen(at: Date, now: Date): string {
  const isToday = at.toDateString() === now.toDateString()
  const day = { weekday: 'short', day: '2-digit', month: '2-digit' } as const
  const time = { hour: '2-digit', minute: '2-digit' } as const
  return new Intl.DateTimeFormat(currentLocale(), isToday ? time : { ...day, ...time })
    .format(at)
    .replace(/(\p{L})\./gu, '$1')
}
