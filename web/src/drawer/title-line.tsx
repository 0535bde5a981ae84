import { type FormEvent, type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import styles from './title-line.module.css'

type Props = {
  /** Null: it is not known yet. */
  title: string | null
  longest: number
  heading: RefObject<HTMLHeadingElement | null>
  onRename: (title: string) => void
}

/** What it is about, to be said better by whoever knows more by now. */
export function TitleLine({ title, longest, heading, onRename }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState<string | null>(null)
  const pencil = useRef<HTMLButtonElement>(null)
  const close = () => {
    setText(null)
    requestAnimationFrame(() => pencil.current?.focus())
  }
  function save(event: FormEvent): void {
    event.preventDefault()
    const next = text?.trim() ?? ''
    if (next !== '' && next !== title) onRename(next)
    close()
  }
  if (text === null)
    return (
      <div className={styles.line}>
        <h2 ref={heading} tabIndex={-1} className={styles.title} dir="auto" title={title ?? undefined}>
          {title ?? t('drawer.title')}
        </h2>
        {title !== null && (
          <IconButton
            ref={pencil}
            icon="edit"
            label={t('drawer.rename')}
            isSmall
            onClick={() => setText(title)}
          />
        )}
      </div>
    )
  return (
    <form
      className={styles.form}
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // Of the form alone, and not of the ticket.
        event.stopPropagation()
        close()
      }}
    >
      <h2 ref={heading} tabIndex={-1} className="visually-hidden">
        {title}
      </h2>
      <input
        // biome-ignore lint/a11y/noAutofocus: it takes the place of what was pressed
        autoFocus
        value={text}
        maxLength={longest}
        dir="auto"
        aria-label={t('drawer.fields.title')}
        onChange={(event) => setText(event.target.value)}
      />
      <Button look="primary" isSmall type="submit">
        {t('drawer.save')}
      </Button>
      <Button look="quiet" isSmall onClick={close}>
        {t('ui.cancel')}
      </Button>
    </form>
  )
}
