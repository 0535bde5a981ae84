import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { api, type User } from '../api.ts'
import { keepUser } from '../session.ts'
import { Form } from '../ui/form.tsx'
import { PersonField } from './person-field.tsx'
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

  async function save({ phone_number, ...values }: ReturnType<typeof valuesOf>) {
    const changed = await api.changeProfile({ ...values, phone_number: phone_number.trim() || null })
    keepUser(queryClient, changed)
    form.reset(valuesOf(changed))
  }

  return (
    <Form form={form} onSubmit={save} submit={t('profile.save')} done={t('profile.saved')}>
      <PersonField form={form} name="full_name" autoComplete="name" />
      <div className={styles.pair}>
        <PersonField form={form} name="department" />
        <PersonField form={form} name="filial" />
      </div>
      <PersonField form={form} name="phone_number" hint={t('profile.phoneHint')} autoComplete="tel" />
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
