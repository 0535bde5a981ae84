import { useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { toast } from '../ui/toast.ts'
import type { BoardSearch } from './board-search.ts'
import styles from './views-menu.module.css'
import { viewsApi, viewsQuery } from './views-query.ts'

export function SaveView({ search, onClose }: { search: BoardSearch; onClose: () => void }) {
  const { t } = useTranslation()
  const id = useId()
  const queryClient = useQueryClient()
  const form = useForm({ defaultValues: { name: '', is_shared: false } })
  return (
    <Dialog isOpen onClose={onClose} title={t('board.views.save')} lead={t('board.views.lead')}>
      <Form
        form={form}
        submit={t('board.views.confirm')}
        onSubmit={async (values) => {
          await viewsApi.add({ ...values, search })
          await queryClient.invalidateQueries(viewsQuery)
          toast.done(t('board.views.done', { name: values.name }))
          onClose()
        }}
      >
        <Field
          label={t('board.views.name')}
          maxLength={60}
          error={form.formState.errors.name}
          {...form.register('name', { required: t('form.required') })}
        />
        <label className={styles.shared} htmlFor={id}>
          <input id={id} type="checkbox" {...form.register('is_shared')} />
          {t('board.views.shared')}
        </label>
      </Form>
    </Dialog>
  )
}
