import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { User } from '../api.ts'
import { PersonField } from '../profile/person-field.tsx'
import { useUser } from '../session.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { rules } from '../ui/rules.ts'
import { toast } from '../ui/toast.ts'
import styles from './admin-form.module.css'
import { peopleApi, peopleKey, type UserChange } from './people-api.ts'
import { PersonPrivacy } from './person-privacy.tsx'
import { RoleField } from './role-field.tsx'

type Props = { person: User; onClose: () => void }

const valuesOf = ({
  full_name,
  email,
  matricula,
  department,
  filial,
  phone_number,
  role,
  is_active,
}: User) => ({
  ...{ full_name, email, matricula, department, filial, role, is_active },
  phone_number: phone_number ?? '',
  password: '',
})
type Values = ReturnType<typeof valuesOf>

/** What an admin can change of somebody; what ends their sessions says so before. */
export function PersonSheet({ person, onClose }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const me = useUser()
  const form = useForm<Values>({ defaultValues: valuesOf(person) })
  const { errors } = form.formState
  const check = rules(t)
  const [role, isActive, password] = form.watch(['role', 'is_active', 'password'])
  const isCutOff = role !== person.role || (person.is_active && !isActive) || password !== ''

  async function save(values: Values) {
    const change = changeOf(person, values)
    if (Object.keys(change).length > 0) await peopleApi.change(person.id, change)
    await queryClient.invalidateQueries({ queryKey: peopleKey })
    toast.done(t('admin.people.saved', { name: values.full_name }))
    onClose()
  }

  return (
    <Dialog isOpen onClose={onClose} title={person.full_name} isWide>
      <Form form={form} onSubmit={save} submit={t('profile.save')}>
        <div className={styles.pair}>
          <PersonField form={form} name="full_name" />
          <PersonField form={form} name="email" />
          <PersonField form={form} name="matricula" />
          <PersonField form={form} name="phone_number" />
          <PersonField form={form} name="department" />
          <PersonField form={form} name="filial" />
          <RoleField {...form.register('role')} />
          <Field
            label={t('profile.newPassword')}
            hint={t('admin.people.passwordHint')}
            isOptional
            type="password"
            autoComplete="new-password"
            maxLength={128}
            error={errors.password}
            {...form.register('password', { minLength: check.newPassword.minLength })}
          />
        </div>
        <label className={styles.check}>
          <input type="checkbox" disabled={person.id === me?.id} {...form.register('is_active')} />
          {t('admin.people.mayComeIn')}
        </label>
        {isCutOff && <Notice kind="info">{t('admin.people.cutOff')}</Notice>}
      </Form>
      {person.id !== me?.id && me?.role === 'admin' && <PersonPrivacy person={person} onErased={onClose} />}
    </Dialog>
  )
}

/** What is different now: the rest may have been changed by somebody else meanwhile. */
function changeOf(person: User, { password, phone_number, ...values }: Values): UserChange {
  const before = valuesOf(person)
  const names = Object.keys(values) as (keyof typeof values)[]
  return {
    ...Object.fromEntries(
      names.filter((name) => values[name] !== before[name]).map((name) => [name, values[name]]),
    ),
    ...(phone_number.trim() !== before.phone_number && { phone_number: phone_number.trim() || null }),
    ...(password !== '' && { password }),
  }
}
