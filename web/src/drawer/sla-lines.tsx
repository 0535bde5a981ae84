import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { describeMinutes } from '../tickets/duration.ts'
import { leftOf, wholeMinutes } from '../tickets/sla-left.ts'
import type { TicketDetail } from '../tickets/ticket-api.ts'
import { useHalfMinutes } from '../ui/clock.ts'
import { Moment } from '../ui/moment.tsx'
import { describeMoment } from './describe-moment.ts'
import styles from './ticket-drawer.module.css'

const CLOCKS = ['first_response', 'next_response', 'resolution'] as const
type Clock = NonNullable<TicketDetail['sla']['resolution']>

/** Every promise in words; nothing where none was made. */
export function SlaLines({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation()
  const shown = CLOCKS.flatMap((name) => {
    const clock = ticket.sla[name]
    return clock && clock.state !== null ? [{ name, clock }] : []
  })
  if (shown.length === 0) return null
  return (
    <dl className={styles.sla} aria-label={t('drawer.sla.label')}>
      {shown.map(({ name, clock }) => (
        <div key={name}>
          <dt>{t(`tickets.clocks.${name}`)}</dt>
          <dd>
            <Line clock={clock} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Line({ clock }: { clock: Clock }) {
  const { t } = useTranslation()
  const minutes = useHalfMinutes((now) => {
    const left = leftOf(clock, now)
    return left === null ? null : wholeMinutes(left)
  })
  if (minutes === null)
    return (
      <>
        {t(clock.breached_at ? 'drawer.sla.brokenThen' : 'drawer.sla.keptThen')}
        {clock.fulfilled_at && (
          <>
            {' · '}
            <Moment at={clock.fulfilled_at} />
          </>
        )}
      </>
    )
  const time = describeMinutes(minutes, currentLocale())
  if (clock.paused) return t('drawer.sla.paused', { time })
  return (
    <>
      <span className={minutes < 0 ? styles.late : clock.state === 'at_risk' ? styles.atRisk : undefined}>
        {t(minutes < 0 ? 'drawer.sla.late' : 'drawer.sla.left', { time })}
      </span>
      {clock.due_at && (
        <>
          {' · '}
          <Due at={clock.due_at} />
        </>
      )}
    </>
  )
}

/** A moment to come has its day and time, and no "in 3 h". */
function Due({ at }: { at: string }) {
  const { t } = useTranslation()
  return (
    <time
      dateTime={at}
      title={new Date(at).toLocaleString(currentLocale(), { dateStyle: 'full', timeStyle: 'long' })}
    >
      {t('drawer.sla.until', { time: describeMoment(at) })}
    </time>
  )
}
