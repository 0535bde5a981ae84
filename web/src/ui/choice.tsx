import { useId } from 'react'
import styles from './choice.module.css'
import arrow from './select-arrow.module.css'

type Props<T extends string> = {
  label: string
  value: T
  options: readonly (readonly [value: T, name: string])[]
  onChoose: (value: T) => void
  /** The label is only read out, where the place says what it is. */
  isBare?: boolean
}

/** One of a few, with the platform's own list: known to everybody, on phones too. */
export function Choice<T extends string>({ label, value, options, onChoose, isBare = false }: Props<T>) {
  const id = useId()
  return (
    <div className={isBare ? styles.bare : styles.choice}>
      <label htmlFor={id} className={isBare ? 'visually-hidden' : undefined}>
        {label}
      </label>
      <select
        className={arrow.arrow}
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find(([option]) => option === event.target.value)
          if (chosen) onChoose(chosen[0])
        }}
      >
        {options.map(([option, name]) => (
          <option key={option} value={option} lang={isBare ? option : undefined}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
