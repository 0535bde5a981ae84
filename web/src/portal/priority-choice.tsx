import type { UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { FormMeta } from '../tickets/ticket-api.ts'
import styles from './new-ticket.module.css'
import type { TicketForm } from './ticket-draft.ts'

type Props = { form: UseFormReturn<TicketForm>; meta: FormMeta; usual: TicketForm['priority'] }

/** Four plain choices, each with what it means; what is usual for the category is chosen until somebody says otherwise. */
export function PriorityChoice({ form, meta, usual }: Props) {
  const { t } = useTranslation()
  const chosen = form.watch('priority') || usual
  return (
    <fieldset className={styles.priorities}>
      <legend>{t('portal.form.priority')}</legend>
      {meta.priorities.map(({ code, hours }) => (
        <label key={code} className={chosen === code ? styles.chosen : styles.choice}>
          <input
            type="radio"
            name="priority"
            value={code}
            checked={chosen === code}
            onChange={() => form.setValue('priority', code, { shouldDirty: true })}
          />
          <span>{t(`portal.form.priorities.${code}`)}</span>
          <span className={styles.within}>{t('portal.form.within', { hours })}</span>
        </label>
      ))}
    </fieldset>
  )
}
