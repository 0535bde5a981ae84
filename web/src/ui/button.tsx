import type { ComponentProps } from 'react'
import styles from './button.module.css'

type Props = ComponentProps<'button'> & { look?: 'primary' | 'plain' | 'quiet'; isBusy?: boolean }

/** Busy: still in the tab order and announced as such, but a second click does nothing. */
export function Button({ look = 'plain', isBusy = false, type = 'button', onClick, ...props }: Props) {
  return (
    <button
      {...props}
      type={type}
      className={styles[look]}
      aria-disabled={isBusy || undefined}
      onClick={(event) => (isBusy ? event.preventDefault() : onClick?.(event))}
    />
  )
}
