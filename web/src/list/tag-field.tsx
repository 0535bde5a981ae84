import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Popover } from '../ui/popover.tsx'
import styles from './bulk-bar.module.css'

const LONGEST = 40

/** A word that is put on all of them. */
export function TagField({ onTag }: { onTag: (tag: string) => void }) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const [tag, setTag] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (tag.trim() === '') return
    setIsOpen(false)
    setTag('')
    onTag(tag.trim())
  }
  return (
    <Popover
      label={t('list.bulk.tag')}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button look="quiet" isSmall>
          {t('list.bulk.tag')}
        </Button>
      }
    >
      <form className={styles.form} onSubmit={submit}>
        <input
          value={tag}
          maxLength={LONGEST}
          aria-label={t('list.bulk.tagName')}
          placeholder={t('list.bulk.tagName')}
          onChange={(event) => setTag(event.target.value)}
        />
        <Button look="primary" isSmall type="submit">
          {t('list.bulk.addTag')}
        </Button>
      </form>
    </Popover>
  )
}
