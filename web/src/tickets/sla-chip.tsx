import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { useSeconds } from '../ui/clock.ts'
import { describeMinutes } from './duration.ts'
import styles from './sla-chip.module.css'
import { nextPromise, wholeMinutes } from './sla-left.ts'
import type { Ticket } from './ticket-api.ts'

type Standing = 'late' | 'atRisk' | 'ok' | 'paused'

/** How long the next promise has left. Nothing where nothing is promised, or all is kept. */
export function SlaChip({ ticket }: { ticket: Pick<Ticket, 'sla'> }) {
  const { t } = useTranslation()
  const shown = useSeconds((now) => describe(ticket, now))
  if (shown === null) return null
  const [standing, minutes] = shown.split(' ') as [Standing, string]
  const time = describeMinutes(Number(minutes), currentLocale())
  const words = t(`tickets.sla.${standing}`, { time })
  return (
    <span className={styles[standing]} title={words}>
      <span aria-hidden="true">
        {standing === 'paused' ? t('tickets.sla.paused') : standing === 'late' ? `−${time}` : time}
      </span>
      <span className="visually-hidden">{words}</span>
    </span>
  )
}

/** Of the whole ticket: what the left edge of a card says too. */
export function standingOf(ticket: Pick<Ticket, 'sla'>, now: number): Standing | null {
  const next = nextPromise(ticket, now)
  if (!next) return null
  if (next.leftMs < 0) return 'late'
  if (next.clock.paused) return 'paused'
  return next.clock.state === 'at_risk' ? 'atRisk' : 'ok'
}

/** One word for each thing to be seen, so that a tick that changes nothing draws nothing. */
function describe(ticket: Pick<Ticket, 'sla'>, now: number): string | null {
  const next = nextPromise(ticket, now)
  return next && `${standingOf(ticket, now)} ${wholeMinutes(next.leftMs)}`
}
