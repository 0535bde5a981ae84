import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import styles from './admin-navigation.module.css'

const PLACES = [
  ['crm', '/admin/crm'],
  ['people', '/admin/pessoas'],
  ['deadlines', '/admin/prazos'],
  ['categories', '/admin/categorias'],
  ['fields', '/admin/campos'],
] as const

/** The pages of the administration. */
export function AdminNavigation() {
  const { t } = useTranslation()
  return (
    <nav className={styles.nav} aria-label={t('shell.nav.admin')}>
      {PLACES.map(([name, to]) => (
        <Link key={to} to={to}>
          {t(`shell.nav.${name}`)}
        </Link>
      ))}
    </nav>
  )
}
