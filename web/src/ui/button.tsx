import type { ComponentProps } from 'react'
import styles from './button.module.css'

/** Danger: what cannot be taken back. */
export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger'
type Props = ComponentProps<'button'> & {
  look?: ButtonLook
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
      className={buttonClass(look, isSmall)}
      aria-disabled={isBusy || undefined}
      onClick={(event) => (isBusy ? event.preventDefault() : onClick?.(event))}
    />
  )
}

export const buttonClass = (look: ButtonLook, isSmall = false) =>
  isSmall ? `${styles[look]} ${styles.small}` : styles[look]
