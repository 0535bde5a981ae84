import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, Problem } from '../api.ts'
import { Notice } from '../ui/notice.tsx'
import styles from './account-page.module.css'
import { AccountPage } from './account-page.tsx'
import { useLetterToken } from './letter-token.ts'

export function ConfirmEmail() {
  const { t } = useTranslation()
  const token = useLetterToken()
  // A query and not an effect: it is sent once, however often React mounts the page.
  const { isPending, error } = useQuery({
    queryKey: ['confirm-email', token],
    queryFn: () => api.confirmEmail(token).then(() => null),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const toSignIn = (
    <div className={styles.links}>
      <Link to="/entrar">{t('signUp.toSignIn')}</Link>
    </div>
  )
  if (isPending) return <AccountPage title={t('confirm.title')} lead={t('confirm.working')} />
  if (error) {
    return (
      <AccountPage title={t('confirm.failedTitle')} lead={t('confirm.failedHint')}>
        <Notice kind="error">{(error instanceof Problem && error.message) || t('form.offline')}</Notice>
        {toSignIn}
      </AccountPage>
    )
  }
  return (
    <AccountPage title={t('confirm.doneTitle')} lead={t('confirm.doneLead')}>
      {toSignIn}
    </AccountPage>
  )
}
