import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { SHOWING, type Showing } from './my-search.ts'
import styles from './portal.module.css'

type Props = { value: Showing; onChoose: (showing: Showing) => void }

/** All, or only what somebody has to look at. */
export function ShowingChoice({ value, onChoose }: Props) {
  const { t } = useTranslation()
  const name = useId()
  return (
    <fieldset className={styles.showing}>
      <legend className="visually-hidden">{t('portal.show')}</legend>
      {SHOWING.map((showing) => (
        <label key={showing} className={value === showing ? styles.shown : styles.notShown}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            checked={value === showing}
            onChange={() => onChoose(showing)}
          />
          {t(`portal.showing.${showing}`)}
        </label>
      ))}
    </fieldset>
  )
}
