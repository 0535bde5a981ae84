import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { toast } from '../ui/toast.ts'
import { syncApi } from './sync-api.ts'

type Props = { pipelineId: number; onClose: () => void }

/** Everything, or only what changed since a day. */
export function BackfillSheet({ pipelineId, onClose }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm({ defaultValues: { since: '' } })
  async function begin({ since }: { since: string }) {
    await syncApi.backfill({
      pipeline_id: pipelineId,
      // The day begins where the reader is.
      ...(since !== '' && { since: new Date(`${since}T00:00`).toISOString() }),
    })
    await queryClient.invalidateQueries({ queryKey: ['sync'] })
    toast.done(t('admin.backfill.begun'))
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('admin.backfill.beginTitle', { pipeline: pipelineId })}
      lead={t('admin.backfill.beginLead')}
    >
      <Form form={form} onSubmit={begin} submit={t('admin.backfill.begin')}>
        <Field
          label={t('admin.backfill.onlySince')}
          hint={t('admin.backfill.onlySinceHint')}
          type="date"
          isOptional
          error={form.formState.errors.since}
          {...form.register('since')}
        />
      </Form>
    </Dialog>
  )
}
