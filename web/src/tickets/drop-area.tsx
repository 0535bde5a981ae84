import { type ClipboardEvent, type DragEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeSize } from '../ui/size.ts'
import styles from './drop-area.module.css'
import type { Uploads } from './use-uploads.ts'

type Props = { uploads: Uploads; children?: ReactNode; isQuiet?: boolean }

/** Files by dropping, by pasting anywhere in it, and by choosing; its limits are said before. */
export function DropArea({ uploads, children, isQuiet = false }: Props) {
  const { t } = useTranslation()
  const [isOver, setIsOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const { limits } = uploads

  function drop(event: DragEvent): void {
    setIsOver(false)
    // One area may lie within another.
    if (event.defaultPrevented) return
    event.preventDefault()
    uploads.add(event.dataTransfer.files)
  }
  function paste(event: ClipboardEvent): void {
    if (event.defaultPrevented || event.clipboardData.files.length === 0) return
    event.preventDefault()
    uploads.add(event.clipboardData.files)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: whoever cannot drop or paste has the button in it
    <div
      className={isOver ? styles.over : styles.area}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      onPaste={paste}
    >
      {children}
      {!isQuiet && (
        <p className={styles.hint}>
          {t('tickets.files.drop')}{' '}
          <button type="button" className={styles.choose} onClick={() => input.current?.click()}>
            {t('tickets.files.choose')}
          </button>
          .{' '}
          {limits &&
            t('tickets.files.limits', { count: limits.files, each: describeSize(limits.file_bytes) })}
        </p>
      )}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          uploads.add(event.target.files ?? [])
          event.target.value = ''
        }}
      />
    </div>
  )
}
