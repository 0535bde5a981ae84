import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConnectionPill } from '../live/connection-pill.tsx'
import { useRoom } from '../live/use-room.ts'
import { isOfTheTeam, useUser } from '../session.ts'
import { Brand } from '../ui/brand.tsx'
import { Notice } from '../ui/notice.tsx'
import { AccountMenu } from './account-menu.tsx'
import { AdminNavigation } from './admin-navigation.tsx'
import styles from './app-page.module.css'
import { Navigation, useIsAdministration } from './navigation.tsx'
import { NoticeBell } from './notice-bell.tsx'
import { SearchButton } from './search-button.tsx'
import { useFetchAhead } from './use-fetch-ahead.ts'

/** The frame of every page after signing in. Wide: boards and tables, which fill the window. */
export function AppPage({ children, isWide = false }: { children: ReactNode; isWide?: boolean }) {
  const { t } = useTranslation()
  const user = useUser()
  useRoom('own')
  useFetchAhead(user?.role)
  const isAdministration = useIsAdministration()
  const [failure, setFailure] = useState<string | null>(null)
  return (
    <div className={isWide ? styles.wide : styles.page}>
      <a className={styles.skip} href="#content">
        {t('skip')}
      </a>
      <header className={styles.header}>
        <Link to="/" className={styles.home} aria-label="Ponte">
          <Brand />
        </Link>
        {user && <Navigation user={user} />}
        {user && isOfTheTeam(user) && <SearchButton />}
        {user && <ConnectionPill isQuiet={!isOfTheTeam(user)} />}
        {user && <NoticeBell />}
        {user && <AccountMenu user={user} onFailure={setFailure} />}
      </header>
      {isAdministration && user && <AdminNavigation user={user} />}
      <main id="content" className={styles.main} tabIndex={-1}>
        {failure && <Notice kind="error">{failure}</Notice>}
        {children}
      </main>
    </div>
  )
}
