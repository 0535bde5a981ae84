import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import styles from '../admin/admin-form.module.css'
import { tieErrors } from '../admin/tie-errors.ts'
import { LOCALE_NAMES, LOCALES, type Locale } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { sentenceOf } from '../ui/failure.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toast.ts'
import { articlesKey, type Subject, subjectApi } from './help-api.ts'

const valuesOf = (subject: Subject | null) => ({
  slug: subject?.slug ?? '',
  // Its keys are the four.
  labels: Object.fromEntries(LOCALES.map((locale) => [locale, subject?.labels[locale] ?? ''])) as Record<
    Locale,
    string
  >,
  position: String(subject?.position ?? 1_000),
  is_active: subject?.is_active ?? true,
})
type Values = ReturnType<typeof valuesOf>

/** Its names in all languages and its place. One that texts have is put out of use, and not removed. */
export function SubjectSheet({ subject, onClose }: { subject: Subject | null; onClose: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm<Values>({ defaultValues: valuesOf(subject) })
  const [failure, setFailure] = useState<unknown>(null)
  const [isBusy, setIsBusy] = useState(false)
  const { errors } = form.formState
  const required = { required: t('form.required') }

  async function leave(done: string) {
    await queryClient.invalidateQueries({
      queryKey: articlesKey,
      predicate: ({ queryKey }) => queryKey[1] !== 'one',
    })
    toast.done(done)
    onClose()
  }
  const save = (values: Values) =>
    tieErrors(
      form,
      async () => {
        const { slug, ...rest } = values
        const fields = { ...rest, position: Number(rest.position) }
        await (subject ? subjectApi.change(subject.id, fields) : subjectApi.add({ slug, ...fields }))
        await leave(t('help.saved'))
      },
      t('admin.sla.someWrong'),
    )
  async function drop({ id }: Subject) {
    setIsBusy(true)
    setFailure(null)
    try {
      await subjectApi.drop(id)
      await leave(t('help.subjects.removed'))
    } catch (reason) {
      setFailure(reason)
      setIsBusy(false)
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={subject?.labels['pt-BR'] ?? t('help.subjects.add')}
      {...(subject && { lead: t('help.subjects.used', { count: subject.texts }) })}
      isWide
    >
      <Form form={form} onSubmit={save} submit={t('help.save')}>
        <div className={styles.pair}>
          {LOCALES.map((locale) => (
            <Field
              key={locale}
              label={LOCALE_NAMES[locale]}
              lang={locale}
              maxLength={100}
              error={errors.labels?.[locale]}
              {...form.register(`labels.${locale}`, required)}
            />
          ))}
          {!subject && (
            <Field
              label={t('help.subjects.slug')}
              hint={t('help.subjects.slugHint')}
              maxLength={64}
              error={errors.slug}
              {...form.register('slug', {
                ...required,
                pattern: { value: /^[a-z0-9][a-z0-9_-]*$/, message: t('help.subjects.slugHint') },
              })}
            />
          )}
          <Field
            label={t('help.order')}
            hint={t('help.orderHint')}
            inputMode="numeric"
            maxLength={5}
            error={errors.position}
            {...form.register('position', {
              pattern: { value: /^\d+$/, message: t('admin.sla.numberWrong') },
            })}
          />
        </div>
        <label className={styles.check}>
          <input type="checkbox" {...form.register('is_active')} />
          {t('help.subjects.isActive')}
        </label>
      </Form>
      {subject && (
        <div>
          {failure !== null && <Notice kind="error">{sentenceOf(failure, t('form.offline'))}</Notice>}
          <Button isSmall isBusy={isBusy} onClick={() => void drop(subject)}>
            {t('help.subjects.remove')}
          </Button>
        </div>
      )}
    </Dialog>
  )
}
