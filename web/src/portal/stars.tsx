import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'
import styles from './ticket-page.module.css'

const STARS = [1, 2, 3, 4, 5] as const
type Props = { label: string; value: number | null; onChange: (stars: number) => void }

/** One to five, by mouse, finger or arrow keys; in words too. */
export function Stars({ label, value, onChange }: Props) {
  const { t } = useTranslation()
  const name = useId()
  const chosen = STARS.find((stars) => stars === value)
  return (
    <fieldset>
      <legend>{label}</legend>
      <div className={styles.stars}>
        {STARS.map((stars) => (
          <label key={stars} className={value !== null && stars <= value ? styles.lit : undefined}>
            <input
              type="radio"
              className="visually-hidden"
              name={name}
              checked={value === stars}
              onChange={() => onChange(stars)}
            />
            <Icon name="star" size={20} isFilled={value !== null && stars <= value} />
            <span className="visually-hidden">{t(`portal.ticket.stars.${stars}`)}</span>
          </label>
        ))}
      </div>
      <p className={styles.about}>{chosen ? t(`portal.ticket.stars.${chosen}`) : '\u00a0'}</p>
    </fieldset>
  )
}
