import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { choicesQuery } from '../tickets/team-query.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Popover } from '../ui/popover.tsx'
import styles from './department-field.module.css'

const LONGEST = 100

type Props = { department: string | null; onChange: (department: string | null) => void }

/** By any name, those of other open tickets are offered; empty: none. */
export function DepartmentField({ department, onChange }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [isOpen, setIsOpen] = useState(false)
  const [text, setText] = useState('')
  const { data: choices } = useQuery({ ...choicesQuery, enabled: isOpen })
  const open = (next: boolean) => {
    setText(department ?? '')
    setIsOpen(next)
  }
  function save(event: FormEvent): void {
    event.preventDefault()
    setIsOpen(false)
    const next = text.trim() || null
    if (next !== department) onChange(next)
  }
  return (
    <Popover
      label={t('drawer.fields.department')}
      isOpen={isOpen}
      onOpenChange={open}
      trigger={
        <button type="button" className={styles.trigger}>
          <span className="visually-hidden">{t('drawer.fields.department')}: </span>
          <span className={styles.value}>{department || t('drawer.noDepartment')}</span>
          <Icon name="chevron-down" />
        </button>
      }
    >
      <form className={styles.form} onSubmit={save}>
        <input
          value={text}
          maxLength={LONGEST}
          list={id}
          aria-label={t('drawer.fields.department')}
          placeholder={t('drawer.noDepartment')}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setText(event.target.value)}
        />
        <datalist id={id}>
          {choices?.departments.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Button look="primary" isSmall type="submit">
          {t('drawer.save')}
        </Button>
      </form>
    </Popover>
  )
}
