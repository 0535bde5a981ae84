import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { rules } from '../ui/rules.ts'
import styles from './account-page.module.css'
import { AccountPage } from './account-page.tsx'
import { useLetterToken } from './letter-token.ts'

export function ResetPassword() {
  const { t } = useTranslation()
  const token = useLetterToken()
  const [isDone, setIsDone] = useState(false)
  const form = useForm({ defaultValues: { new_password: '', repeated: '' } })
  const { errors } = form.formState

  async function reset({ new_password }: { new_password: string }) {
    await api.resetPassword(token, new_password)
    setIsDone(true)
  }

  if (isDone) {
    return (
      <AccountPage title={t('reset.doneTitle')} lead={t('reset.doneLead')}>
        <div className={styles.links}>
          <Link to="/entrar">{t('signIn.submit')}</Link>
        </div>
      </AccountPage>
    )
  }
  const again = (
    <div className={styles.links}>
      <Link to="/esqueci-a-senha">{t('reset.again')}</Link>
    </div>
  )
  if (!token) {
    return (
      <AccountPage title={t('reset.title')}>
        <Notice kind="info">{t('reset.missing')}</Notice>
        {again}
      </AccountPage>
    )
  }
  return (
    <AccountPage title={t('reset.title')} lead={t('reset.lead')}>
      <Form form={form} onSubmit={reset} submit={t('reset.submit')}>
        <Field
          label={t('reset.password')}
          hint={t('signUp.passwordHint')}
          type="password"
          autoComplete="new-password"
          maxLength={128}
          error={errors.new_password}
          {...form.register('new_password', rules(t).newPassword)}
        />
        <Field
          label={t('reset.repeat')}
          type="password"
          autoComplete="new-password"
          maxLength={128}
          error={errors.repeated}
          {...form.register('repeated', {
            validate: (text, { new_password }) => text === new_password || t('form.repeat'),
          })}
        />
      </Form>
      {again}
    </AccountPage>
  )
}
