import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { User } from '../api.ts'
import { isOfTheTeam } from '../session.ts'
import styles from './navigation.module.css'

/** Where somebody of this role can go. */
export function Navigation({ user }: { user: Pick<User, 'role'> }) {
  const { t } = useTranslation()
  const isTeam = isOfTheTeam(user)
  return (
    <nav className={styles.nav} aria-label={t('shell.nav.label')}>
      {isTeam && <Link to="/quadro">{t('shell.nav.board')}</Link>}
      {isTeam && <Link to="/lista">{t('shell.nav.list')}</Link>}
      {isTeam && <Link to="/painel">{t('shell.nav.dashboard')}</Link>}
      {user.role === 'admin' && <Link to="/admin/crm">{t('shell.nav.admin')}</Link>}
      <Link to="/chamados" activeOptions={{ exact: true }}>
        {t('shell.nav.tickets')}
      </Link>
    </nav>
  )
}
