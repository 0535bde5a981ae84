import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Popover } from '../ui/popover.tsx'
import styles from './tags.module.css'

const LONGEST = 40

type Props = { tags: readonly string[]; most: number; onChange: (tags: string[]) => void }

export function Tags({ tags, most, onChange }: Props) {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const [text, setText] = useState('')
  function add(event: FormEvent): void {
    event.preventDefault()
    const tag = text.trim()
    if (tag === '') return
    setIsOpen(false)
    setText('')
    if (!tags.includes(tag)) onChange([...tags, tag])
  }
  return (
    <ul className={styles.tags} aria-label={t('drawer.tags')}>
      {tags.map((tag) => (
        <li key={tag} className={styles.tag}>
          <bdi className={styles.name}>{tag}</bdi>
          <button
            type="button"
            aria-label={t('drawer.removeTag', { tag })}
            onClick={() => onChange(tags.filter((one) => one !== tag))}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
      {tags.length < most && (
        <li>
          <Popover
            label={t('drawer.addTag')}
            isOpen={isOpen}
            onOpenChange={setIsOpen}
            trigger={
              <button type="button" className={styles.add}>
                <Icon name="add" /> {t('drawer.addTag')}
              </button>
            }
          >
            <form className={styles.form} onSubmit={add}>
              <input
                value={text}
                maxLength={LONGEST}
                aria-label={t('drawer.tagName')}
                placeholder={t('drawer.tagName')}
                onChange={(event) => setText(event.target.value)}
              />
              <Button look="primary" isSmall type="submit">
                {t('drawer.addTag')}
              </Button>
            </form>
          </Popover>
        </li>
      )}
    </ul>
  )
}
