import type { ReactNode } from 'react'
import styles from './chip.module.css'

type Props = { look?: 'plain' | 'azul' | 'ochre' | 'brick' | 'moss'; title?: string; children: ReactNode }

/** A word that stands for a state; the colour only says it again. */
export const Chip = ({ look = 'plain', title, children }: Props) => (
  <span className={`${styles.chip} ${styles[look]}`} title={title}>
    {children}
  </span>
)
