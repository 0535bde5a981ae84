import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '../session.ts'
import styles from './admin-navigation.module.css'

/** Each with what somebody has to be allowed to see there. */
const PLACES = [
  ['crm', '/admin/crm', 'sync:read'],
  ['people', '/admin/pessoas', 'users:read'],
  ['signUps', '/admin/pedidos', 'users:approve'],
  ['permissions', '/admin/permissoes', 'permissions:read'],
  ['deadlines', '/admin/prazos', 'sla:change'],
  ['rules', '/admin/regras', 'rules:read'],
  ['assignment', '/admin/distribuicao', 'assignment:read'],
  ['categories', '/admin/categorias', 'categories:read'],
  ['fields', '/admin/campos', 'sync:read'],
  ['mails', '/admin/emails', 'mail:read'],
  ['privacy', '/admin/privacidade', 'privacy:act'],
] as const

export const adminPlaces = ({ may }: Pick<Me, 'may'>) => PLACES.filter(([, , action]) => may.includes(action))

/** Where it cannot be fetched, the way goes without. */
const Count = lazy(() => import('../admin/sign-up-count.tsx').catch(() => ({ default: () => null })))
export const SignUpCount = ({ user: { may } }: { user: Pick<Me, 'may'> }) =>
  may.includes('users:approve') && (
    <Suspense>
      <Count />
    </Suspense>
  )

/** The pages of the administration. */
export function AdminNavigation({ user }: { user: Me }) {
  const { t } = useTranslation()
  return (
    <nav className={styles.nav} aria-label={t('shell.nav.admin')}>
      {adminPlaces(user).map(([name, to]) => (
        <Link key={to} to={to}>
          {t(`shell.nav.${name}`)}
          {name === 'signUps' && <SignUpCount user={user} />}
        </Link>
      ))}
    </nav>
  )
}
