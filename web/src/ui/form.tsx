import { type ReactNode, useState } from 'react'
import type { FieldValues, Path, UseFormReturn } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { Button } from './button.tsx'
import styles from './form.module.css'
import { Notice } from './notice.tsx'

type Props<T extends FieldValues> = {
  form: UseFormReturn<T>
  onSubmit: (values: T) => Promise<void>
  submit: string
  /** Shown after the last submit went well, until something is changed again. */
  done?: string
  /** For forms with many fields: what each is called in the list of those to correct. */
  labels?: Partial<Record<Path<T>, string>>
  children: ReactNode
}

/**
 * Sends, and puts what comes back where it belongs: beside its field if the gateway named one that we show,
 * otherwise above the button. What was typed stays.
 */
export function Form<T extends FieldValues>({ form, onSubmit, submit, done, labels, children }: Props<T>) {
  const { t } = useTranslation()
  const [failure, setFailure] = useState<string | null>(null)
  const [isDone, setIsDone] = useState(false)
  const { isSubmitting, isDirty } = form.formState

  const send = form.handleSubmit(
    async (values) => {
      setFailure(null)
      setIsDone(false)
      try {
        await onSubmit(values)
        setIsDone(true)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        const shown = error.fields.filter(({ field }) => field in values)
        for (const { field, message } of shown) {
          form.setError(field as Path<T>, { message }, { shouldFocus: field === shown[0]?.field })
        }
        if (shown.length === 0) setFailure(error.message || t('form.offline'))
      }
    },
    () => setIsDone(false),
  )

  return (
    <form className={styles.form} noValidate onSubmit={(event) => void send(event)}>
      {labels && <Summary form={form} labels={labels} />}
      {children}
      {failure && <Notice kind="error">{failure}</Notice>}
      {done && isDone && !isDirty && <Notice kind="done">{done}</Notice>}
      <div>
        <Button look="primary" type="submit" isBusy={isSubmitting}>
          {isSubmitting ? t('form.sending') : submit}
        </Button>
      </div>
    </form>
  )
}

type SummaryProps<T extends FieldValues> = Required<Pick<Props<T>, 'form' | 'labels'>>

function Summary<T extends FieldValues>({ form, labels }: SummaryProps<T>) {
  const { t } = useTranslation()
  const names = (Object.keys(labels) as Path<T>[]).filter(
    (name) => form.getFieldState(name, form.formState).error,
  )
  if (names.length < 2) return null
  return (
    <Notice kind="error">
      <p>{t('form.summary', { count: names.length })}</p>
      <ul className={styles.summary}>
        {names.map((name) => (
          <li key={name}>
            <button type="button" className={styles.link} onClick={() => form.setFocus(name)}>
              {labels[name]}
            </button>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
