import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NoticePreferences } from './notice-api.ts'
import styles from './notice-settings.module.css'

type Hours = NoticePreferences['quiet_hours']
const NIGHT = { from: '22:00', to: '07:00' }

/** When letters wait, by the clock of whoever sets them. */
export function QuietHours({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }) {
  const { t } = useTranslation()
  const id = useId()
  const [typed, setTyped] = useState(hours ?? NIGHT)
  const keep = (next: { from: string; to: string }) => {
    setTyped(next)
    if (next.from && next.to && next.from !== next.to)
      onChange({ ...next, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone })
  }
  return (
    <fieldset className={styles.quiet}>
      <legend className="visually-hidden">{t('notices.settings.quiet')}</legend>
      <label className={styles.quietSwitch}>
        <input
          type="checkbox"
          checked={hours !== null}
          onChange={({ target }) => (target.checked ? keep(NIGHT) : onChange(null))}
        />
        {t('notices.settings.quiet')}
      </label>
      {hours && (
        <div className={styles.times}>
          {(['from', 'to'] as const).map((end) => (
            <span key={end}>
              <label htmlFor={`${id}${end}`}>{t(`notices.settings.${end}`)}</label>
              <input
                id={`${id}${end}`}
                type="time"
                value={typed[end]}
                onChange={({ target }) => setTyped({ ...typed, [end]: target.value })}
                onBlur={() => keep(typed)}
              />
            </span>
          ))}
        </div>
      )}
    </fieldset>
  )
}
