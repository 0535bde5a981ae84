import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Segments } from '../ui/segments.tsx'
import { isPeriod, type Period, type PeriodSearch, SPANS, spanOf } from './period.ts'
import styles from './period-choice.module.css'

/** `search`: as it stands in the address; `period`: the days that it means. */
type Props = { search: PeriodSearch; period: Period; onChoose: (next: PeriodSearch) => void }

/** The last days, or those between two. */
export function PeriodChoice({ search, period, onChoose }: Props) {
  const { t } = useTranslation()
  const isOwn = 'from' in search
  const options = [
    ...SPANS.map((span) => [String(span), t(`dashboard.period.days${span}`)] as const),
    ['other', t('dashboard.period.other')] as const,
  ]
  return (
    <div className={styles.period}>
      <Segments
        label={t('dashboard.period.label')}
        value={isOwn ? 'other' : String(spanOf(search))}
        options={options}
        onChoose={(chosen) => {
          const days = SPANS.find((span) => String(span) === chosen)
          onChoose(days === undefined ? period : { days })
        }}
      />
      {isOwn && <OwnPeriod period={period} onChange={onChoose} />}
    </div>
  )
}

function OwnPeriod({ period, onChange }: { period: Period; onChange: (period: Period) => void }) {
  const { t } = useTranslation()
  const id = useId()
  const [typed, setTyped] = useState(period)
  useEffect(() => setTyped({ from: period.from, to: period.to }), [period.from, period.to])
  const isWrong = !isPeriod(typed.from, typed.to)
  const change = (next: Period) => {
    setTyped(next)
    if (isPeriod(next.from, next.to)) onChange(next)
  }
  return (
    <div className={styles.own}>
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className={styles.end}>
          {t(`dashboard.period.${end}`)}
          <input
            type="date"
            value={typed[end]}
            aria-invalid={isWrong || undefined}
            aria-describedby={isWrong ? `${id}-wrong` : undefined}
            onChange={(event) => change({ ...typed, [end]: event.target.value })}
          />
        </label>
      ))}
      {isWrong && (
        <p id={`${id}-wrong`} className={styles.wrong} role="status">
          {t('dashboard.period.notValid')}
        </p>
      )}
    </div>
  )
}
