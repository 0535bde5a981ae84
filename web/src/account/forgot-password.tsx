import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { rules } from '../ui/rules.ts'
import styles from './account-page.module.css'
import { AccountPage } from './account-page.tsx'

export function ForgotPassword() {
  const { t } = useTranslation()
  const [isSent, setIsSent] = useState(false)
  const form = useForm({ defaultValues: { who: '' } })

  async function ask({ who }: { who: string }) {
    await api.askForReset(who.includes('@') ? { email: who } : { matricula: who })
    setIsSent(true)
  }

  const back = (
    <div className={styles.links}>
      <Link to="/entrar">{t('forgot.back')}</Link>
    </div>
  )
  if (isSent) {
    return (
      <AccountPage title={t('forgot.sentTitle')} lead={t('forgot.sentLead')}>
        {back}
      </AccountPage>
    )
  }
  return (
    <AccountPage title={t('forgot.title')} lead={t('forgot.lead')}>
      <Form form={form} onSubmit={ask} submit={t('forgot.submit')}>
        <Field
          label={t('forgot.who')}
          autoComplete="username"
          maxLength={128}
          error={form.formState.errors.who}
          {...form.register('who', rules(t).required)}
        />
      </Form>
      {back}
    </AccountPage>
  )
}
