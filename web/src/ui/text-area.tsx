import { type ComponentProps, useId } from 'react'
import type { FieldError } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import styles from './field.module.css'

type Props = Omit<ComponentProps<'textarea'>, 'id'> & {
  label: string
  hint?: string
  error?: FieldError | undefined
  isOptional?: boolean
}

/** Like a field, for more than a line. */
export function TextArea({ label, hint, error, isOptional = false, rows = 2, style, ...area }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {label}
        {isOptional && <span className={styles.optional}> ({t('form.optional')})</span>}
      </label>
      <textarea
        {...area}
        id={id}
        rows={rows}
        style={{ ...style, minHeight: `calc(${rows} * 1lh + var(--area-padding))` }}
        dir="auto"
        className={styles.area}
        aria-required={!isOptional}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy || undefined}
      />
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className={styles.error}>
          {error.message}
        </p>
      )}
    </div>
  )
}
