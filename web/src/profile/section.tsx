import { type ReactNode, useId } from 'react'
import styles from './profile.module.css'

type Props = { title: string; lead?: string; children: ReactNode }

export function Section({ title, lead, children }: Props) {
  const id = useId()
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.about}>
        <h2 id={id}>{title}</h2>
        {lead && <p>{lead}</p>}
      </div>
      <div>{children}</div>
    </section>
  )
}
