import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem, type Session } from '../api.ts'
import { startSession } from '../session.ts'
import { offerLocale } from '../texts.ts'
import { buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './account-page.module.css'
import { AccountPage } from './account-page.tsx'
import { PasswordForm } from './password-form.tsx'
import { signInOptionsQuery } from './sign-in-options.ts'
import { signOnApi } from './sign-on-api.ts'

/** Why somebody is here, if not because they came. */
const REASONS = [
  ...(['ended', 'signed-out'] as const),
  ...(['sso-away', 'sso-refused', 'sso-unknown', 'sso-blocked', 'sso-waiting'] as const),
]

/** By matricula and password, by the company's own sign-in, or back from there. */
export function SignIn() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { next, why } = useSearch({ from: '/entrar' })
  const { data: options } = useQuery(signInOptionsQuery)
  const [isRefused, setIsRefused] = useState(false)

  async function enter(session: Session) {
    startSession(queryClient, session)
    await offerLocale(session.user.locale)
    await navigate({ to: next ?? '/' })
  }
  // Once, for the session that came with the way back.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it does is done for good
  useEffect(() => {
    if (why !== 'sso') return
    signOnApi.adoptSession().then(enter, (error: unknown) => {
      if (!(error instanceof Problem)) throw error
      setIsRefused(true)
    })
  }, [])
  if (why === 'sso' && !isRefused) return <AccountPage title={t('signIn.entering')} />

  const reason = isRefused ? 'sso-refused' : REASONS.find((one) => one === why)
  const takesPasswords = options?.password ?? true
  const way = options?.sign_on
  return (
    <AccountPage title={t('signIn.title')} {...(takesPasswords && { lead: t('signIn.lead') })}>
      {reason && (
        <Notice kind={reason.startsWith('sso') ? 'error' : 'info'}>{t(`signIn.why.${reason}`)}</Notice>
      )}
      {way && (
        // A page of the gateway, which leads on to the provider.
        <a
          href={`${way.path}?${new URLSearchParams({ next: next ?? '/' })}`}
          className={buttonClass(takesPasswords ? 'plain' : 'primary')}
        >
          {t('signIn.by', { name: way.label })}
        </a>
      )}
      {takesPasswords && <PasswordForm onSignedIn={enter} />}
      {takesPasswords && (
        <div className={styles.links}>
          <Link to="/esqueci-a-senha">{t('signIn.forgot')}</Link>
          {options?.sign_up !== 'closed' && <Link to="/criar-conta">{t('signIn.signUp')}</Link>}
        </div>
      )}
    </AccountPage>
  )
}
