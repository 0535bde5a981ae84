import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { api, type User } from '../api.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { rules } from '../ui/rules.ts'
import { sessionsKey } from './devices.tsx'

const EMPTY = { current_password: '', new_password: '' }

export function PasswordForm({ user }: { user: User }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm({ defaultValues: EMPTY })
  const { errors } = form.formState
  const check = rules(t)

  async function change(passwords: typeof EMPTY) {
    await api.changePassword(passwords)
    form.reset(EMPTY)
    await queryClient.invalidateQueries({ queryKey: sessionsKey })
  }

  return (
    <Form
      form={form}
      onSubmit={change}
      submit={t('profile.changePassword')}
      done={t('profile.passwordChanged')}
    >
      {/* Password managers look here for whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={user.matricula} readOnly hidden />
      <Field
        label={t('profile.currentPassword')}
        type="password"
        autoComplete="current-password"
        maxLength={128}
        error={errors.current_password}
        {...form.register('current_password', check.required)}
      />
      <Field
        label={t('profile.newPassword')}
        hint={t('signUp.passwordHint')}
        type="password"
        autoComplete="new-password"
        maxLength={128}
        error={errors.new_password}
        {...form.register('new_password', check.newPassword)}
      />
    </Form>
  )
}
