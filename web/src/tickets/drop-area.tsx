import { type ClipboardEvent, type DragEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeSize } from '../ui/size.ts'
import styles from './drop-area.module.css'
import type { Uploads } from './use-uploads.ts'

type Props = { uploads: Uploads; children?: ReactNode; isQuiet?: boolean }

/** Files by dropping, by pasting anywhere in it, and by choosing; its limits are said before. One may lie in another. */
export function DropArea({ uploads, children, isQuiet = false }: Props) {
  const { t } = useTranslation()
  const [isOver, setIsOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const { limits } = uploads

  function drop(event: DragEvent): void {
    setIsOver(false)
    if (!hasFiles(event) || event.defaultPrevented) return
    event.preventDefault()
    uploads.add(event.dataTransfer.files)
  }
  function paste(event: ClipboardEvent): void {
    const { files, types } = event.clipboardData
    // Office programs give a picture of the text beside it: then the text is meant.
    const isText = types.includes('text/plain') && types.includes('text/html')
    if (files.length === 0 || isText || event.defaultPrevented) return
    event.preventDefault()
    uploads.add(files)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: whoever cannot drop or paste has the button in it
    <div
      className={isOver ? styles.over : styles.area}
      onDragOver={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setIsOver(false)
      }}
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

/** Text is dragged too. */
const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files')
