import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Brand, Tiles } from '../ui/brand.tsx'
import { LanguageChoice } from '../ui/language-choice.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import styles from './account-page.module.css'

type Props = { title: string; lead?: string; children?: ReactNode }

/** The frame of every page before signing in: the form on paper, a wall of tiles beside it. */
export function AccountPage({ title, lead, children }: Props) {
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <header className={styles.top}>
          <Link to="/entrar" className={styles.home} aria-label="Ponte">
            <Brand />
          </Link>
          <LanguageChoice isBare />
        </header>
        <main className={styles.main}>
          <div className={styles.heading}>
            <PageHeading title={title} />
            {lead && <p>{lead}</p>}
          </div>
          {children}
        </main>
      </div>
      <div className={styles.wall}>
        <Tiles />
      </div>
    </div>
  )
}
