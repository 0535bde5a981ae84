import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { sentenceOf } from '../ui/failure.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toast.ts'
import styles from './admin-form.module.css'
import { dueQuery, type Retention, retentionKey, setRetention } from './privacy-api.ts'

const MOST = 600

type Props = { retention: Retention; name: string; onClose: () => void }

/** Before it is saved, it says how many tickets the next sweep would take; with any, that has to be agreed to. */
export function RetentionSheet({ retention, name, onClose }: Props) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { category_id: id, months } = retention
  const form = useForm({ defaultValues: { months: months === null ? '' : String(months), isAgreed: false } })
  const { errors } = form.formState
  const typed = form.watch('months').trim()
  const wanted = /^\d{1,3}$/.test(typed) ? Number(typed) : null
  const isOne = wanted !== null && wanted >= 1 && wanted <= MOST
  const { data: found, error } = useQuery({ ...dueQuery(id, wanted ?? 0), enabled: isOne })
  const isShorter = isOne && (months === null || wanted < months)
  const mustAgree = isShorter && (found?.due ?? 0) > 0

  async function save() {
    await setRetention(id, isOne ? wanted : null)
    await queryClient.invalidateQueries({ queryKey: retentionKey })
    toast.done(t('admin.privacy.saved', { name }))
    onClose()
  }

  return (
    <Dialog isOpen onClose={onClose} title={name}>
      <Form form={form} onSubmit={save} submit={t('profile.save')}>
        <Field
          label={t('admin.privacy.monthsField')}
          hint={t('admin.privacy.monthsHint')}
          isOptional
          inputMode="numeric"
          maxLength={3}
          error={errors.months}
          {...form.register('months', {
            validate: (text) =>
              text.trim() === '' || (/^\d{1,3}$/.test(text.trim()) && isWithin(Number(text)))
                ? true
                : t('admin.privacy.monthsWrong'),
          })}
        />
        {isOne && error && <Notice kind="error">{sentenceOf(error, t('form.offline'))}</Notice>}
        {isOne && found && (
          <Notice kind={found.due > 0 ? 'error' : 'info'}>
            {t(found.due > 0 ? 'admin.privacy.dueNow' : 'admin.privacy.dueNone', { count: found.due })}
          </Notice>
        )}
        {mustAgree && (
          <label className={styles.check}>
            <input
              type="checkbox"
              {...form.register('isAgreed', {
                validate: (isAgreed) => isAgreed || t('admin.privacy.agreeFirst'),
              })}
            />
            {t('admin.privacy.agree')}
          </label>
        )}
        {mustAgree && errors.isAgreed && <Notice kind="error">{errors.isAgreed.message}</Notice>}
      </Form>
    </Dialog>
  )
}

const isWithin = (months: number) => months >= 1 && months <= MOST
