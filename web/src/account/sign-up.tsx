import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { api, type NewUser, Problem } from '../api.ts'
import { startSession } from '../session.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { rules } from '../ui/rules.ts'
import styles from './account-page.module.css'
import { AccountPage } from './account-page.tsx'
import { signInOptionsQuery } from './sign-in-options.ts'

const EMPTY: NewUser = {
  full_name: '',
  email: '',
  matricula: '',
  cpf: '',
  department: '',
  filial: '',
  password: '',
}

export function SignUp() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [toConfirm, setToConfirm] = useState<string | null>(null)
  const [isWaiting, setIsWaiting] = useState(false)
  const { data: options } = useQuery(signInOptionsQuery)
  const form = useForm({ defaultValues: EMPTY })
  const { errors } = form.formState
  const check = rules(t)

  async function signUp(user: NewUser) {
    if ('is_waiting' in (await api.signUp(user))) return setIsWaiting(true)
    try {
      const session = await api.signIn({ matricula: user.matricula, password: user.password })
      startSession(queryClient, session)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      // The account is there; what is left is to confirm the address, or to sign in once that works again.
      if (error.code === 'email-not-confirmed') setToConfirm(user.email)
      else await navigate({ to: '/entrar' })
      return
    }
    await navigate({ to: '/' })
  }

  if (toConfirm || isWaiting) {
    const lead = isWaiting ? t('signUp.waitingLead') : t('signUp.confirmLead', { email: toConfirm })
    return (
      <AccountPage title={t(isWaiting ? 'signUp.waitingTitle' : 'signUp.confirmTitle')} lead={lead}>
        <div className={styles.links}>
          <Link to="/entrar">{t('signUp.toSignIn')}</Link>
        </div>
      </AccountPage>
    )
  }

  const labels = {
    full_name: t('signUp.fullName'),
    matricula: t('signUp.matricula'),
    cpf: t('signUp.cpf'),
    email: t('signUp.email'),
    department: t('signUp.department'),
    filial: t('signUp.filial'),
    password: t('signUp.password'),
  }
  return (
    <AccountPage title={t('signUp.title')} lead={t('signUp.lead')}>
      {options?.sign_up === 'approval' && <Notice kind="info">{t('signUp.waitingLead')}</Notice>}
      <Form form={form} onSubmit={signUp} submit={t('signUp.submit')} labels={labels}>
        <Field
          label={labels.full_name}
          autoComplete="name"
          maxLength={64}
          error={errors.full_name}
          {...form.register('full_name', check.required)}
        />
        <div className={styles.pair}>
          <Field
            label={labels.matricula}
            hint={t('signUp.matriculaHint')}
            inputMode="numeric"
            autoComplete="username"
            maxLength={8}
            error={errors.matricula}
            {...form.register('matricula', check.matricula)}
          />
          <Field
            label={labels.cpf}
            hint={t('signUp.cpfHint')}
            inputMode="numeric"
            autoComplete="off"
            maxLength={14}
            error={errors.cpf}
            {...form.register('cpf', check.cpf)}
          />
        </div>
        <Field
          label={labels.email}
          type="email"
          autoComplete="email"
          maxLength={128}
          error={errors.email}
          {...form.register('email', check.email)}
        />
        <div className={styles.pair}>
          <Field
            label={labels.department}
            autoComplete="organization-title"
            maxLength={64}
            error={errors.department}
            {...form.register('department', check.required)}
          />
          <Field
            label={labels.filial}
            autoComplete="address-level2"
            maxLength={64}
            error={errors.filial}
            {...form.register('filial', check.required)}
          />
        </div>
        <Field
          label={labels.password}
          hint={t('signUp.passwordHint')}
          type="password"
          autoComplete="new-password"
          maxLength={128}
          error={errors.password}
          {...form.register('password', check.newPassword)}
        />
      </Form>
      <div className={styles.links}>
        <Link to="/entrar">{t('signUp.haveAccount')}</Link>
      </div>
    </AccountPage>
  )
}
