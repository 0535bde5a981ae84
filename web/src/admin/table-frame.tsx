import type { ReactNode } from 'react'
import styles from './table.module.css'

/** Around a table in which nothing can be pressed: where it is wider than the window, keys scroll it too. */
export const TableFrame = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached
  // biome-ignore lint/a11y/useSemanticElements: no fields are grouped
  <div className={styles.frame} role="group" aria-label={label} tabIndex={0}>
    {children}
  </div>
)
