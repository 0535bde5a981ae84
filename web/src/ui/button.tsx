import type { ComponentProps } from 'react'
import styles from './button.module.css'

type Props = ComponentProps<'button'> & {
  look?: 'primary' | 'plain' | 'quiet'
  isBusy?: boolean
  /** In the density of the team's screens. */
  isSmall?: boolean
}

/** Busy: still in the tab order and announced as such, but a second click does nothing. */
export function Button({ look = 'plain', isBusy, isSmall, type = 'button', onClick, ...props }: Props) {
  return (
    <button
      {...props}
      type={type}
      className={isSmall ? `${styles[look]} ${styles.small}` : styles[look]}
      aria-disabled={isBusy || undefined}
      onClick={(event) => (isBusy ? event.preventDefault() : onClick?.(event))}
    />
  )
}
