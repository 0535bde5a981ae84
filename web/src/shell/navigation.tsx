import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isOfTheTeam, type Me } from '../session.ts'
import { currentLocale } from '../texts.ts'
import { adminPlaces, SignUpCount } from './admin-navigation.tsx'
import styles from './navigation.module.css'

/** Where somebody of this role goes every day; the rest is in the account menu. */
export function Navigation({ user }: { user: Me }) {
  const { t } = useTranslation()
  const isAdministration = useIsAdministration()
  const [administration] = adminPlaces(user)
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
    <nav className={`${styles.nav} ${styles.team}`} aria-label={t('shell.nav.label')}>
      {user.may.includes('board:read') && <Link to="/quadro">{t('shell.nav.board')}</Link>}
      <Link to="/lista">{t('shell.nav.list')}</Link>
      {user.may.includes('dashboard:read') && <Link to="/painel">{t('shell.nav.dashboard')}</Link>}
      {user.may.includes('stats:read') && <Link to="/estatisticas">{t('shell.nav.statistics')}</Link>}
      {user.may.includes('replies:keep') && <Link to="/respostas">{t('shell.nav.replies')}</Link>}
      {user.may.includes('help:edit') && <Link to="/artigos">{t('shell.nav.help')}</Link>}
      {administration && (
        // Of all its pages.
        <Link to={administration[1]} className={isAdministration ? styles.here : undefined}>
          {t('shell.nav.admin')}
          {!isAdministration && <SignUpCount user={user} />}
        </Link>
      )}
    </nav>
  )
}

export const useIsAdministration = () =>
  useLocation({ select: ({ pathname }) => pathname.startsWith('/admin/') })
