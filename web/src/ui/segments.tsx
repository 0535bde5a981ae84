import styles from './segments.module.css'

type Props<T extends string> = {
  label: string
  value: T
  options: readonly (readonly [value: T, name: string])[]
  onChoose: (value: T) => void
}

/** One of two or three, all of them in sight. */
export const Segments = <T extends string>({ label, value, options, onChoose }: Props<T>) => (
  <fieldset className={styles.segments} aria-label={label}>
    {options.map(([option, name]) => (
      <button key={option} type="button" aria-pressed={option === value} onClick={() => onChoose(option)}>
        {name}
      </button>
    ))}
  </fieldset>
)
