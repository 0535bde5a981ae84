import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { api, type NewUser, Problem } from '../api.ts'
import { PersonField } from '../profile/person-field.tsx'
import { startSession } from '../session.ts'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
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
        <PersonField form={form} name="full_name" autoComplete="name" />
        <div className={styles.pair}>
          <PersonField
            form={form}
            name="matricula"
            hint={t('signUp.matriculaHint')}
            autoComplete="username"
          />
          <PersonField form={form} name="cpf" />
        </div>
        <PersonField form={form} name="email" autoComplete="email" />
        <div className={styles.pair}>
          <PersonField form={form} name="department" autoComplete="organization-title" />
          <PersonField form={form} name="filial" autoComplete="address-level2" />
        </div>
        <PersonField form={form} name="password" />
      </Form>
      <div className={styles.links}>
        <Link to="/entrar">{t('signUp.haveAccount')}</Link>
      </div>
    </AccountPage>
  )
}
