import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import styles from './composer.module.css'
import { DropArea } from './drop-area.tsx'
import { sendMessage } from './outbox.ts'
import type { NewMessage } from './ticket-api.ts'
import { UploadList } from './upload-list.tsx'
import type { Draft } from './use-draft.ts'
import { useTypingSignal } from './use-typing-signal.ts'
import { useUploads } from './use-uploads.ts'

export type Kind = 'reply' | 'note'
type Props = {
  ticketId: number
  userId: number
  draft: Draft
  /** For the team: a reply, or a note that only it sees. */
  kinds?: { value: Kind; onChange: (kind: Kind) => void }
  statusAfter?: NewMessage['status_after']
  /** Beside the button. */
  children?: ReactNode
  /** Beside the files: what else can be put in, which a / at the beginning of a line asks for. */
  insert?: ReactNode
  onSlash?: () => void
  /** A @ at the beginning of a word asks whom to call by name. */
  onAt?: () => void
  mentionsIn?: (text: string) => number[]
  input?: RefObject<HTMLTextAreaElement | null>
}

/** What is written is kept on the device until it is sent, and shown as said in the moment in which it is. */
export function Composer({
  ticketId,
  userId,
  draft,
  kinds,
  statusAfter,
  children,
  insert,
  onSlash,
  onAt,
  mentionsIn,
  input,
}: Props) {
  const { t } = useTranslation()
  const uploads = useUploads()
  const own = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const chosen = useRef<HTMLInputElement>(null)
  const isNote = kinds?.value === 'note'
  const text = draft.text.trim()
  const canSend = uploads.isReady && (text !== '' || uploads.uploadIds.length > 0)
  const typing = useTypingSignal(ticketId, isNote)
  const area = input ?? own
  // biome-ignore lint/correctness/useExhaustiveDependencies: as high as what is written
  useEffect(() => {
    const { current } = area
    if (!current) return
    current.style.height = 'auto'
    current.style.height = `${Math.min(current.scrollHeight, 240)}px`
  }, [draft.text])

  function send(): void {
    if (!canSend) return
    const mentions = mentionsIn?.(text) ?? []
    sendMessage({
      ...{ ticketId, userId },
      message: {
        message: text || uploads.files.map(({ file }) => file.name).join(', '),
        attachments: uploads.uploadIds,
        ...(mentions.length > 0 && { mentions }),
        ...(isNote ? { is_internal: true } : statusAfter && { status_after: statusAfter }),
      },
      filenames: uploads.files.map(({ file }) => file.name),
    })
    typing.stop()
    draft.set('')
    uploads.clear()
    area.current?.focus()
  }
  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    const { value, selectionStart } = event.currentTarget
    if (onSlash && event.key === '/' && /(^|\n)$/.test(value.slice(0, selectionStart))) {
      event.preventDefault()
      onSlash()
    }
    if (onAt && event.key === '@' && /(^|\s)$/.test(value.slice(0, selectionStart))) {
      event.preventDefault()
      onAt()
    }
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    send()
  }

  return (
    <form
      className={isNote ? styles.note : styles.composer}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {kinds && (
        <fieldset className={styles.kinds}>
          <legend className="visually-hidden">{t('tickets.talk.kind')}</legend>
          {(['reply', 'note'] as const).map((kind) => (
            <label key={kind} className={kinds.value === kind ? styles.chosen : styles.kind}>
              <input
                type="radio"
                className="visually-hidden"
                name={`${id}-kind`}
                checked={kinds.value === kind}
                onChange={() => kinds.onChange(kind)}
              />
              {kind === 'note' && <Icon name="lock" />}
              {t(`tickets.talk.${kind}`)}
            </label>
          ))}
          {isNote && <span className={styles.hint}>{t('tickets.talk.noteHint')}</span>}
        </fieldset>
      )}
      <DropArea uploads={uploads} isQuiet>
        <label className="visually-hidden" htmlFor={id}>
          {t(isNote ? 'tickets.talk.writeNote' : 'tickets.talk.write')}
        </label>
        <textarea
          ref={area}
          id={id}
          rows={2}
          dir="auto"
          maxLength={50_000}
          placeholder={t(isNote ? 'tickets.talk.writeNote' : 'tickets.talk.write')}
          value={draft.text}
          onChange={(event) => {
            draft.set(event.target.value)
            typing.written(event.target.value)
          }}
          onKeyDown={onKeyDown}
        />
        <UploadList uploads={uploads} />
      </DropArea>
      <div className={styles.actions}>
        <input
          ref={chosen}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            uploads.add(event.target.files ?? [])
            event.target.value = ''
          }}
        />
        <IconButton icon="attach" label={t('tickets.talk.attach')} onClick={() => chosen.current?.click()} />
        {insert}
        <span className={styles.hint}>{t('tickets.talk.sendHint')}</span>
        {children}
        <Button look="primary" type="submit" isBusy={!canSend} title={t('tickets.talk.sendHint')}>
          {t('tickets.talk.send')}
        </Button>
      </div>
    </form>
  )
}
