import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { User } from '../api.ts'
import { isOfTheTeam } from '../session.ts'
import { currentLocale } from '../texts.ts'
import styles from './navigation.module.css'

/** Where somebody of this role goes every day; the rest is in the account menu. */
export function Navigation({ user }: { user: Pick<User, 'role'> }) {
  const { t } = useTranslation()
  const isAdministration = useIsAdministration()
  if (!isOfTheTeam(user)) {
    return (
      <nav className={styles.nav} aria-label={t('shell.nav.label')}>
        <Link to="/chamados" activeOptions={{ exact: true }}>
          {t('shell.nav.tickets')}
        </Link>
        <Link to="/chamados/novo">{t('shell.nav.newTicket')}</Link>
        {/* A page of its own, which needs no script. */}
        <a href={`/ajuda?lang=${currentLocale()}`}>{t('shell.nav.help')}</a>
      </nav>
    )
  }
  return (
    <nav className={styles.nav} aria-label={t('shell.nav.label')}>
      <Link to="/quadro">{t('shell.nav.board')}</Link>
      <Link to="/lista">{t('shell.nav.list')}</Link>
      <Link to="/painel">{t('shell.nav.dashboard')}</Link>
      <Link to="/artigos">{t('shell.nav.help')}</Link>
      {user.role === 'admin' && (
        // Of all its pages.
        <Link to="/admin/crm" className={isAdministration ? styles.here : undefined}>
          {t('shell.nav.admin')}
        </Link>
      )}
    </nav>
  )
}

export const useIsAdministration = () =>
  useLocation({ select: ({ pathname }) => pathname.startsWith('/admin/') })
