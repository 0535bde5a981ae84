import { type ComponentProps, useId, useState } from 'react'
import type { FieldError } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import styles from './field.module.css'

type Props = Omit<ComponentProps<'input'>, 'id'> & {
  label: string
  hint?: string
  error?: FieldError | undefined
  isOptional?: boolean
}

/** A labelled input. What is wrong with it stands below it, tied to it for screen readers. */
export function Field({ label, hint, error, isOptional = false, type = 'text', ...input }: Props) {
  const { t } = useTranslation()
  const [isShown, setIsShown] = useState(false)
  const id = useId()
  const isPassword = type === 'password'
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {label}
        {isOptional && <span className={styles.optional}> ({t('form.optional')})</span>}
      </label>
      <div className={styles.box}>
        <input
          {...input}
          id={id}
          type={isPassword && isShown ? 'text' : type}
          aria-required={!isOptional}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy || undefined}
        />
        {isPassword && (
          <button
            type="button"
            className={styles.show}
            aria-pressed={isShown}
            aria-label={t('form.showPassword')}
            title={t(isShown ? 'form.hidePassword' : 'form.showPassword')}
            onClick={() => setIsShown(!isShown)}
          >
            <Eye isOpen={isShown} />
          </button>
        )}
      </div>
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

const Eye = ({ isOpen }: { isOpen: boolean }) => (
  <svg
    viewBox="0 0 20 20"
    width="20"
    height="20"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    aria-hidden="true"
  >
    <path d="M1.5 10S4.5 4.5 10 4.5 18.5 10 18.5 10 15.5 15.5 10 15.5 1.5 10 1.5 10Z" />
    <circle cx="10" cy="10" r="2.5" />
    {!isOpen && <path d="M3 17 17 3" strokeLinecap="round" />}
  </svg>
)
