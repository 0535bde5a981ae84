import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Controller, type FieldValues, type Path, type UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { metaQuery } from '../tickets/ticket-queries.ts'
import { Pick } from '../ui/pick.tsx'
import styles from './admin-form.module.css'
import { PRIORITIES } from './sla-api.ts'

type Choice<Values extends FieldValues> = {
  name: Path<Values>
  label: string
  options: readonly { value: string; name: string }[]
}
type Props<Values extends FieldValues> = {
  form: UseFormReturn<Values>
  legend: string
  hint: string
  choices: readonly Choice<Values>[]
  children?: ReactNode
}

/** Which tickets something is for; what is not named does not matter. */
export const MatchPicks = <Values extends FieldValues>(props: Props<Values>) => (
  <fieldset className={styles.group}>
    <legend>{props.legend}</legend>
    <p className={styles.hint}>{props.hint}</p>
    <div className={styles.picks}>
      {props.choices.map(({ name, label, options }) => (
        <Controller
          key={name}
          control={props.form.control}
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
    {props.children}
  </fieldset>
)

/** What tickets are told apart by here. */
export function useMatchChoices() {
  const { t } = useTranslation()
  const { data: meta } = useQuery(metaQuery())
  const departments = (meta?.departments ?? []).map((name) => ({ value: name, name }))
  return {
    categories: {
      label: t('tickets.filter.category'),
      options: (meta?.categories ?? []).map(({ slug, label }) => ({ value: slug, name: label })),
    },
    priorities: {
      label: t('tickets.filter.priority'),
      options: PRIORITIES.map((one) => ({ value: one as string, name: t(`tickets.priority.${one}`) })),
    },
    departments: { label: t('tickets.filter.department'), options: departments },
    requesterDepartments: { label: t('admin.sla.requesterDepartment'), options: departments },
  }
}
