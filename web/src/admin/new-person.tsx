import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { NewUser, User } from '../api.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { rules } from '../ui/rules.ts'
import { toast } from '../ui/toast.ts'
import styles from './admin-form.module.css'
import { peopleApi, peopleKey } from './people-api.ts'
import { RoleField } from './role-field.tsx'

type Values = NewUser & { role: User['role'] }
const EMPTY: Values = {
  ...{ full_name: '', email: '', matricula: '', cpf: '', department: '', filial: '', password: '' },
  role: 'requester',
}

export function NewPerson({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm<Values>({ defaultValues: EMPTY })
  const { errors } = form.formState
  const check = rules(t)

  async function create({ role, ...user }: Values) {
    const created = await peopleApi.create(user, role)
    await queryClient.invalidateQueries({ queryKey: peopleKey })
    toast.done(t('admin.people.created', { name: created.full_name }))
    onClose()
  }

  return (
    <Dialog isOpen onClose={onClose} title={t('admin.people.add')} lead={t('admin.people.addLead')} isWide>
      <Form form={form} onSubmit={create} submit={t('admin.people.add')}>
        <div className={styles.pair}>
          <Field
            label={t('signUp.fullName')}
            autoComplete="off"
            maxLength={64}
            error={errors.full_name}
            {...form.register('full_name', check.required)}
          />
          <Field
            label={t('signUp.email')}
            type="email"
            autoComplete="off"
            maxLength={128}
            error={errors.email}
            {...form.register('email', check.email)}
          />
          <Field
            label={t('signUp.matricula')}
            inputMode="numeric"
            autoComplete="off"
            maxLength={8}
            error={errors.matricula}
            {...form.register('matricula', check.matricula)}
          />
          <Field
            label={t('signUp.cpf')}
            hint={t('signUp.cpfHint')}
            inputMode="numeric"
            autoComplete="off"
            maxLength={14}
            error={errors.cpf}
            {...form.register('cpf', check.cpf)}
          />
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
          <RoleField {...form.register('role')} />
          <Field
            label={t('signUp.password')}
            hint={t('signUp.passwordHint')}
            type="password"
            autoComplete="new-password"
            maxLength={128}
            error={errors.password}
            {...form.register('password', check.newPassword)}
          />
        </div>
      </Form>
    </Dialog>
  )
}
