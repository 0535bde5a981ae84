import { useQuery } from '@tanstack/react-query'
import { Controller, type UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import styles from '../admin/admin-form.module.css'
import { PRIORITIES } from '../admin/sla-api.ts'
import { LOCALE_NAMES } from '../texts.ts'
import { metaQuery } from '../tickets/ticket-queries.ts'
import { Pick } from '../ui/pick.tsx'
import { TextArea } from '../ui/text-area.tsx'
import type { RuleValues } from './rule-values.ts'

/** Which tickets it is for. */
export function RuleConditions({ form }: { form: UseFormReturn<RuleValues> }) {
  const { t } = useTranslation()
  const { data: meta } = useQuery(metaQuery())
  const { errors } = form.formState
  const departments = (meta?.departments ?? []).map((name) => ({ value: name, name }))
  const places = [
    [
      'conditions.categories',
      t('tickets.filter.category'),
      (meta?.categories ?? []).map(({ slug, label }) => ({ value: slug, name: label })),
    ],
    [
      'conditions.priorities',
      t('tickets.filter.priority'),
      PRIORITIES.map((one) => ({ value: one as string, name: t(`tickets.priority.${one}`) })),
    ],
    ['conditions.departments', t('tickets.filter.department'), departments],
    ['conditions.requester_departments', t('rules.requesterDepartment'), departments],
    [
      'conditions.languages',
      t('rules.language'),
      Object.entries(LOCALE_NAMES).map(([value, name]) => ({ value, name })),
    ],
  ] as const
  return (
    <fieldset className={styles.group}>
      <legend>{t('rules.conditions')}</legend>
      <p className={styles.hint}>{t('rules.conditionsHint')}</p>
      <div className={styles.picks}>
        {places.map(([name, label, options]) => (
          <Controller
            key={name}
            control={form.control}
            name={name}
            render={({ field }) => (
              <Pick<string>
                label={label}
                options={options}
                picked={field.value}
                isMultiple
                onPick={field.onChange}
              />
            )}
          />
        ))}
      </div>
      <TextArea
        label={t('rules.words')}
        hint={t('rules.wordsHint')}
        isOptional
        rows={3}
        maxLength={10_000}
        error={errors.conditions?.words}
        {...form.register('conditions.words')}
      />
    </fieldset>
  )
}
