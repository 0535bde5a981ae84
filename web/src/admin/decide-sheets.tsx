import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { User } from '../api.ts'
import { useMay } from '../session.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { toast } from '../ui/toast.ts'
import { RoleField } from './role-field.tsx'
import { type SignUp, signUpApi, signUpsKey } from './sign-up-api.ts'

type Props = { signUp: SignUp; onClose: () => void }

/** Whoever may give roles chooses one. */
export function ApproveSheet({ signUp, onClose }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const mayGiveRoles = useMay('users:change')
  const form = useForm({ defaultValues: { role: 'requester' as User['role'] } })
  const name = signUp.full_name
  async function approve({ role }: { role: User['role'] }) {
    await signUpApi.approve(signUp.id, role)
    await queryClient.invalidateQueries({ queryKey: signUpsKey })
    toast.done(t('admin.signUps.approved', { name }))
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('admin.signUps.approveTitle', { name })}
      lead={t('admin.signUps.approveLead')}
    >
      <Form form={form} onSubmit={approve} submit={t('admin.signUps.approve')}>
        {mayGiveRoles && <RoleField {...form.register('role')} />}
      </Form>
    </Dialog>
  )
}

export function RefuseSheet({ signUp, onClose }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm({ defaultValues: { reason: '' } })
  const name = signUp.full_name
  async function refuse({ reason }: { reason: string }) {
    await signUpApi.refuse(signUp.id, reason.trim())
    await queryClient.invalidateQueries({ queryKey: signUpsKey })
    toast.done(t('admin.signUps.refused', { name }))
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('admin.signUps.refuseTitle', { name })}
      lead={t('admin.signUps.refuseLead')}
    >
      <Form form={form} onSubmit={refuse} submit={t('admin.signUps.refuse')}>
        <Field
          label={t('admin.signUps.reason')}
          maxLength={500}
          error={form.formState.errors.reason}
          {...form.register('reason', { required: t('form.required') })}
        />
      </Form>
    </Dialog>
  )
}
