import type { ReactNode } from 'react'
import styles from './notice.module.css'

type Props = { kind: 'error' | 'done' | 'info'; children: ReactNode }

/** Says how something went, to eyes and to screen readers. */
export function Notice({ kind, children }: Props) {
  return (
    <div className={styles[kind]} role={kind === 'error' ? 'alert' : 'status'}>
      {children}
    </div>
  )
}
