import type { UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { describeMinutes } from '../tickets/duration.ts'
import styles from './admin-form.module.css'
import { CLOCKS, type PolicyValues } from './policy-values.ts'
import { PRIORITIES } from './sla-api.ts'
import table from './table.module.css'

/** How many minutes of work until each promise, by priority. */
export function PolicyTargets({ form }: { form: UseFormReturn<PolicyValues> }) {
  const { t } = useTranslation()
  const targets = form.watch('targets')
  const { errors } = form.formState
  return (
    <fieldset className={styles.group}>
      <legend>{t('admin.sla.targets')}</legend>
      <p className={styles.hint}>{t('admin.sla.targetsHint')}</p>
      <div className={table.frame}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('tickets.filter.priority')}</th>
              {CLOCKS.map((clock) => (
                <th key={clock} scope="col">
                  {t(`admin.sla.clock.${clock}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {PRIORITIES.map((priority) => (
              <tr key={priority}>
                <th scope="row">{t(`tickets.priority.${priority}`)}</th>
                {CLOCKS.map((clock) => {
                  const error = errors.targets?.[priority]?.[`${clock}_min`]
                  const minutes = Number(targets[priority][`${clock}_min`])
                  return (
                    <td key={clock}>
                      <input
                        className={styles.minutes}
                        inputMode="numeric"
                        maxLength={6}
                        aria-label={`${t(`tickets.priority.${priority}`)}: ${t(`admin.sla.clock.${clock}`)}`}
                        aria-invalid={error ? true : undefined}
                        {...form.register(`targets.${priority}.${clock}_min`, {
                          pattern: { value: /^\s*\d*\s*$/, message: t('admin.sla.numberWrong') },
                        })}
                      />
                      <span className={error ? styles.wrong : styles.hint}>
                        {error?.message ?? (minutes >= 60 && describeMinutes(minutes, currentLocale()))}
                      </span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </fieldset>
  )
}
