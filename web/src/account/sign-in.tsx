import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { startSession } from '../session.ts'
import { offerLocale } from '../texts.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { rules } from '../ui/rules.ts'
import styles from './account-page.module.css'
import { AccountPage } from './account-page.tsx'

export function SignIn() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { next, why } = useSearch({ from: '/entrar' })
  const form = useForm({ defaultValues: { matricula: '', password: '' } })
  const { errors } = form.formState

  async function signIn(credentials: { matricula: string; password: string }) {
    const session = await api.signIn(credentials)
    startSession(queryClient, session)
    await offerLocale(session.user.locale)
    await navigate({ to: next ?? '/' })
  }

  return (
    <AccountPage title={t('signIn.title')} lead={t('signIn.lead')}>
      {why === 'ended' && <Notice kind="info">{t('signIn.ended')}</Notice>}
      {why === 'signed-out' && <Notice kind="info">{t('signIn.signedOut')}</Notice>}
      <Form form={form} onSubmit={signIn} submit={t('signIn.submit')}>
        <Field
          label={t('signIn.matricula')}
          inputMode="numeric"
          autoComplete="username"
          maxLength={20}
          error={errors.matricula}
          {...form.register('matricula', rules(t).required)}
        />
        <Field
          label={t('signIn.password')}
          type="password"
          autoComplete="current-password"
          maxLength={128}
          error={errors.password}
          {...form.register('password', rules(t).required)}
        />
      </Form>
      <div className={styles.links}>
        <Link to="/esqueci-a-senha">{t('signIn.forgot')}</Link>
        <Link to="/criar-conta">{t('signIn.signUp')}</Link>
      </div>
    </AccountPage>
  )
}
