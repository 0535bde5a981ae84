import type { UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { FormMeta } from '../tickets/ticket-api.ts'
import { Field } from '../ui/field.tsx'
import { PickOne } from '../ui/pick-one.tsx'
import { rules } from '../ui/rules.ts'
import type { TicketForm } from './ticket-draft.ts'

type Props = {
  form: UseFormReturn<TicketForm>
  meta: FormMeta
  category: FormMeta['categories'][number] | null
}

/** What it is about decides what else is asked; the CPF is for nothing but access. */
export function CategoryFields({ form, meta, category }: Props) {
  const { t } = useTranslation()
  const { errors } = form.formState
  return (
    <>
      <PickOne
        label={t('portal.form.category')}
        placeholder={t('portal.form.categoryChoose')}
        options={meta.categories.map(({ slug, label }) => [slug, label] as const)}
        error={errors.category}
        {...form.register('category', rules(t).required)}
      />
      {category?.requires_cpf && (
        <Field
          label={t('portal.form.cpf')}
          hint={t('portal.form.cpfHint')}
          inputMode="numeric"
          autoComplete="off"
          maxLength={14}
          error={errors.cpf}
          {...form.register('cpf', rules(t).cpf)}
        />
      )}
      {category && meta.systems.length > 0 && (
        <PickOne
          label={t('portal.form.system')}
          placeholder={t('portal.form.systemAny')}
          isOptional
          options={meta.systems.map((system) => [system, system] as const)}
          {...form.register('system')}
        />
      )}
      {category && category.default_department === null && meta.departments.length > 0 && (
        <PickOne
          label={t('portal.form.department')}
          placeholder={t('portal.form.departmentAny')}
          isOptional
          options={meta.departments.map((name) => [name, name] as const)}
          {...form.register('department')}
        />
      )}
      {category && (
        <Field
          label={t('portal.form.phone')}
          type="tel"
          autoComplete="tel"
          isOptional
          maxLength={32}
          error={errors.phone}
          {...form.register('phone')}
        />
      )}
    </>
  )
}
