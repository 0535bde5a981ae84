import { type ComponentProps, useId } from 'react'
import type { FieldError } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import styles from './field.module.css'
import arrow from './select-arrow.module.css'

type Props = Omit<ComponentProps<'select'>, 'id' | 'children'> & {
  label: string
  placeholder: string
  options: readonly (readonly [value: string, name: string])[]
  error?: FieldError | undefined
  isOptional?: boolean
}

/** A field of a form with one of several answers, by the platform's own list. */
export function PickOne({ label, placeholder, options, error, isOptional = false, ...select }: Props) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {label}
        {isOptional && <span className={styles.optional}> ({t('form.optional')})</span>}
      </label>
      <div className={styles.box}>
        <select
          {...select}
          className={arrow.arrow}
          id={id}
          aria-required={!isOptional}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
        >
          <option value="">{placeholder}</option>
          {options.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {error && (
        <p id={`${id}-error`} className={styles.error}>
          {error.message}
        </p>
      )}
    </div>
  )
}
