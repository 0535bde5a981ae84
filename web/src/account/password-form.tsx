import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { api, type Session } from '../api.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { rules } from '../ui/rules.ts'

export function PasswordForm({ onSignedIn }: { onSignedIn: (session: Session) => Promise<void> }) {
  const { t } = useTranslation()
  const form = useForm({ defaultValues: { matricula: '', password: '' } })
  const { errors } = form.formState
  return (
    <Form
      form={form}
      onSubmit={async (credentials) => onSignedIn(await api.signIn(credentials))}
      submit={t('signIn.submit')}
    >
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
  )
}
