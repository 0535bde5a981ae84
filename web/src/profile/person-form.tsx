import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { api, type User } from '../api.ts'
import { keepUser } from '../session.ts'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { rules } from '../ui/rules.ts'
import styles from './profile.module.css'

const valuesOf = ({ full_name, department, filial, phone_number }: User) => ({
  full_name,
  department,
  filial,
  phone_number: phone_number ?? '',
})

export function PersonForm({ user }: { user: User }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm({ defaultValues: valuesOf(user) })
  const { errors } = form.formState
  const check = rules(t)

  async function save({ phone_number, ...values }: ReturnType<typeof valuesOf>) {
    const changed = await api.changeProfile({ ...values, phone_number: phone_number.trim() || null })
    keepUser(queryClient, changed)
    form.reset(valuesOf(changed))
  }

  return (
    <Form form={form} onSubmit={save} submit={t('profile.save')} done={t('profile.saved')}>
      <Field
        label={t('signUp.fullName')}
        autoComplete="name"
        maxLength={64}
        error={errors.full_name}
        {...form.register('full_name', check.required)}
      />
      <div className={styles.pair}>
        <Field
          label={t('signUp.department')}
          maxLength={64}
          error={errors.department}
          {...form.register('department', check.required)}
        />
        <Field
          label={t('signUp.filial')}
          maxLength={64}
          error={errors.filial}
          {...form.register('filial', check.required)}
        />
      </div>
      <Field
        label={t('profile.phone')}
        hint={t('profile.phoneHint')}
        isOptional
        type="tel"
        autoComplete="tel"
        maxLength={20}
        error={errors.phone_number}
        {...form.register('phone_number', check.phone)}
      />
      <div className={styles.fixed}>
        <dl>
          <div>
            <dt>{t('signUp.matricula')}</dt>
            <dd>{user.matricula}</dd>
          </div>
          <div>
            <dt>{t('signUp.email')}</dt>
            <dd>{user.email}</dd>
          </div>
        </dl>
        <p>{t('profile.fixed')}</p>
      </div>
    </Form>
  )
}
