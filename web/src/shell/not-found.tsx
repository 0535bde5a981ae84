import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import styles from '../account/account-page.module.css'
import { AccountPage } from '../account/account-page.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <AccountPage title={t('notFound.title')} lead={t('notFound.lead')}>
      <div className={styles.links}>
        <Link to="/">{t('notFound.home')}</Link>
      </div>
    </AccountPage>
  )
}
