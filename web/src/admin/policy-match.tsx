import { useQuery } from '@tanstack/react-query'
import { Controller, type UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { metaQuery } from '../tickets/ticket-queries.ts'
import { Pick } from '../ui/pick.tsx'
import styles from './admin-form.module.css'
import type { PolicyValues } from './policy-values.ts'
import { PRIORITIES } from './sla-api.ts'

/** Which tickets it is for; what is not named does not matter. */
export function PolicyMatch({ form }: { form: UseFormReturn<PolicyValues> }) {
  const { t } = useTranslation()
  const { data: meta } = useQuery(metaQuery())
  const departments = (meta?.departments ?? []).map((name) => ({ value: name, name }))
  const places = [
    [
      'match.categories',
      t('tickets.filter.category'),
      (meta?.categories ?? []).map(({ slug, label }) => ({ value: slug, name: label })),
    ],
    [
      'match.priorities',
      t('tickets.filter.priority'),
      PRIORITIES.map((one) => ({ value: one as string, name: t(`tickets.priority.${one}`) })),
    ],
    ['match.departments', t('tickets.filter.department'), departments],
    ['match.requester_departments', t('admin.sla.requesterDepartment'), departments],
  ] as const
  return (
    <fieldset className={styles.group}>
      <legend>{t('admin.sla.match')}</legend>
      <p className={styles.hint}>{t('admin.sla.matchHint')}</p>
      <div className={styles.picks}>
        {places.map(([name, label, options]) => (
          <Controller
            key={name}
            control={form.control}
            name={name}
            render={({ field }) => (
              <Pick label={label} options={options} picked={field.value} isMultiple onPick={field.onChange} />
            )}
          />
        ))}
      </div>
    </fieldset>
  )
}
