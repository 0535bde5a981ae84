import type { ReactNode } from 'react'
import styles from './empty.module.css'

/** Nothing here: one sentence, and what can be done next. */
export const Empty = ({ children, action }: { children: ReactNode; action?: ReactNode }) => (
  <div className={styles.empty}>
    <p>{children}</p>
    {action}
  </div>
)
