import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { NewUser, User } from '../api.ts'
import { PersonField } from '../profile/person-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Form } from '../ui/form.tsx'
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
          <PersonField form={form} name="full_name" autoComplete="off" />
          <PersonField form={form} name="email" autoComplete="off" />
          <PersonField form={form} name="matricula" autoComplete="off" />
          <PersonField form={form} name="cpf" />
          <PersonField form={form} name="department" />
          <PersonField form={form} name="filial" />
          <RoleField {...form.register('role')} />
          <PersonField form={form} name="password" />
        </div>
      </Form>
    </Dialog>
  )
}
