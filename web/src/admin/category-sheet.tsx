import { useQueryClient } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { LOCALE_NAMES, LOCALES, type Locale } from '../texts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Form } from '../ui/form.tsx'
import { PickOne } from '../ui/pick-one.tsx'
import { toast } from '../ui/toast.ts'
import styles from './admin-form.module.css'
import { type Category, categoriesKey, categoryApi } from './category-api.ts'
import { PRIORITIES } from './sla-api.ts'
import { tieErrors } from './tie-errors.ts'

const REQUIRED = ['system_type', 'department', 'phone', 'filial', 'cpf', 'attachments'] as const

const valuesOf = (category: Category | null) => ({
  slug: category?.slug ?? '',
  // Its keys are the four.
  labels: Object.fromEntries(LOCALES.map((locale) => [locale, category?.labels[locale] ?? ''])) as Record<
    Locale,
    string
  >,
  default_priority: category?.default_priority ?? ('medium' as const),
  default_department: category?.default_department ?? '',
  crm_value: category?.crm_value ?? '',
  requires_cpf: category?.requires_cpf ?? false,
  required_fields: [...(category?.required_fields ?? [])],
  is_active: category?.is_active ?? true,
  position: String(category?.position ?? 1_000),
})
type Values = ReturnType<typeof valuesOf>

/** Its names in all languages, and what follows from choosing it. */
export function CategorySheet({ category, onClose }: { category: Category | null; onClose: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const form = useForm<Values>({ defaultValues: valuesOf(category) })
  const { errors } = form.formState
  const required = { required: t('form.required') }

  const save = (values: Values) =>
    tieErrors(
      form,
      async () => {
        const { slug, ...rest } = values
        const body = {
          ...rest,
          default_department: rest.default_department.trim() || null,
          crm_value: rest.crm_value.trim() || null,
          position: Number(rest.position),
        }
        await (category ? categoryApi.change(category.id, body) : categoryApi.add({ slug, ...body }))
        await queryClient.invalidateQueries({ queryKey: categoriesKey })
        await queryClient.invalidateQueries({ queryKey: ['meta'] })
        toast.done(t('admin.sla.saved', { name: values.labels['pt-BR'] }))
        onClose()
      },
      t('admin.sla.someWrong'),
    )

  return (
    <Dialog isOpen onClose={onClose} title={category?.labels['pt-BR'] ?? t('admin.categories.add')} isWide>
      <Form form={form} onSubmit={save} submit={t('profile.save')}>
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
          {!category && (
            <Field
              label={t('admin.categories.slug')}
              hint={t('admin.categories.slugHint')}
              maxLength={64}
              error={errors.slug}
              {...form.register('slug', required)}
            />
          )}
          <PickOne
            label={t('tickets.filter.priority')}
            placeholder={t('ui.choose')}
            options={PRIORITIES.map((one) => [one, t(`tickets.priority.${one}`)] as const)}
            error={errors.default_priority}
            {...form.register('default_priority', required)}
          />
          <Field
            label={t('tickets.filter.department')}
            isOptional
            maxLength={100}
            error={errors.default_department}
            {...form.register('default_department')}
          />
          <Field
            label={t('admin.categories.crmValue')}
            hint={t('admin.categories.crmValueHint')}
            isOptional
            maxLength={100}
            error={errors.crm_value}
            {...form.register('crm_value')}
          />
          <Field
            label={t('admin.sla.position')}
            inputMode="numeric"
            maxLength={5}
            error={errors.position}
            {...form.register('position', {
              pattern: { value: /^\d+$/, message: t('admin.sla.numberWrong') },
            })}
          />
        </div>
        <fieldset className={styles.group}>
          <legend>{t('admin.categories.required')}</legend>
          <div className={styles.picks}>
            {REQUIRED.map((field) => (
              <label key={field} className={styles.check}>
                <input type="checkbox" value={field} {...form.register('required_fields')} />
                {t(`admin.categories.fields.${field}`)}
              </label>
            ))}
          </div>
        </fieldset>
        <label className={styles.check}>
          <input type="checkbox" {...form.register('requires_cpf')} />
          {t('admin.categories.requiresCpf')}
        </label>
        <label className={styles.check}>
          <input type="checkbox" {...form.register('is_active')} />
          {t('admin.categories.isActive')}
        </label>
      </Form>
    </Dialog>
  )
}
