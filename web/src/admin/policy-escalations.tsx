import { useQuery } from '@tanstack/react-query'
import { type UseFormReturn, useFieldArray } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { teamQuery } from '../tickets/team-query.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import styles from './admin-form.module.css'
import { CLOCKS, type PolicyValues } from './policy-values.ts'

const PERCENTS = ['75', '90', '100', '150']
const WHOM = ['assignee', 'lead', 'department', 'raise_priority'] as const

/** What happens by itself when so much of the time is used up. */
export function PolicyEscalations({ form }: { form: UseFormReturn<PolicyValues> }) {
  const { t } = useTranslation()
  const { data: team = [] } = useQuery(teamQuery)
  const list = useFieldArray({ control: form.control, name: 'escalations' })
  const { errors } = form.formState
  return (
    <fieldset className={styles.group}>
      <legend>{t('admin.sla.escalations')}</legend>
      {list.fields.map((field, index) => (
        <div key={field.id} className={styles.escalation}>
          <select aria-label={t('admin.sla.at')} {...form.register(`escalations.${index}.at`)}>
            {PERCENTS.map((percent) => (
              <option key={percent} value={percent}>
                {percent} %
              </option>
            ))}
          </select>
          <select aria-label={t('admin.sla.ofClock')} {...form.register(`escalations.${index}.clock`)}>
            {CLOCKS.map((clock) => (
              <option key={clock} value={clock}>
                {t(`admin.sla.clock.${clock}`)}
              </option>
            ))}
          </select>
          <select aria-label={t('admin.sla.do')} {...form.register(`escalations.${index}.whom`)}>
            {WHOM.map((whom) => (
              <option key={whom} value={whom}>
                {t(`admin.sla.whom.${whom}`)}
              </option>
            ))}
            {team.map(({ id, full_name: name }) => (
              <option key={id} value={`user:${id}`}>
                {t('admin.sla.reassign', { name })}
              </option>
            ))}
          </select>
          <IconButton icon="trash" isSmall label={t('ui.remove')} onClick={() => list.remove(index)} />
          {errors.escalations?.[index] && (
            <span className={styles.wrong}>{errors.escalations[index]?.message}</span>
          )}
        </div>
      ))}
      <div>
        <Button isSmall onClick={() => list.append({ clock: 'resolution', at: '75', whom: 'assignee' })}>
          {t('admin.sla.addEscalation')}
        </Button>
      </div>
    </fieldset>
  )
}
