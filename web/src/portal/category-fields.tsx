import type { UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { FormMeta } from '../tickets/ticket-api.ts'
import { Field } from '../ui/field.tsx'
import { PickOne } from '../ui/pick-one.tsx'
import { rules } from '../ui/rules.ts'
import type { TicketForm } from './ticket-draft.ts'

type Required = FormMeta['categories'][number]['required_fields'][number]
type Props = {
  form: UseFormReturn<TicketForm>
  meta: FormMeta
  category: FormMeta['categories'][number] | null
}

/** What it is about decides what else is asked; the CPF is for nothing but access. */
export function CategoryFields({ form, meta, category }: Props) {
  const { t } = useTranslation()
  const { errors } = form.formState
  const needs = (field: Required) => category?.required_fields.includes(field) ?? false
  const ruleOf = (field: Required) => (needs(field) ? rules(t).required : {})
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
          placeholder={t(needs('system_type') ? 'portal.form.categoryChoose' : 'portal.form.systemAny')}
          isOptional={!needs('system_type')}
          error={errors.system}
          options={meta.systems.map((system) => [system, system] as const)}
          {...form.register('system', ruleOf('system_type'))}
        />
      )}
      {category && meta.systems.length === 0 && needs('system_type') && (
        <Field
          label={t('portal.form.system')}
          maxLength={100}
          error={errors.system}
          {...form.register('system', rules(t).required)}
        />
      )}
      {category && category.default_department === null && meta.departments.length > 0 && (
        <PickOne
          label={t('portal.form.department')}
          placeholder={t(needs('department') ? 'portal.form.categoryChoose' : 'portal.form.departmentAny')}
          isOptional={!needs('department')}
          error={errors.department}
          options={meta.departments.map((name) => [name, name] as const)}
          {...form.register('department', ruleOf('department'))}
        />
      )}
      {category && (
        <Field
          label={t('portal.form.phone')}
          type="tel"
          autoComplete="tel"
          isOptional={!needs('phone')}
          maxLength={32}
          error={errors.phone}
          {...form.register('phone', ruleOf('phone'))}
        />
      )}
    </>
  )
}
