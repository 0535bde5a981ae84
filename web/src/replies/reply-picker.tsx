import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { type RefObject, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session.ts'
import { sentenceOf } from '../ui/failure.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Popover } from '../ui/popover.tsx'
import { useDescribeChanges } from './describe-changes.ts'
import { plain } from './plain.ts'
import { type Entry, entriesQuery, type Kind } from './reply-api.ts'
import styles from './reply-picker.module.css'
import { useApplyMacro } from './use-apply-macro.ts'

type Props = {
  ticketId: number
  isOpen: boolean
  /** `wasLeft`: without a choice. */
  onOpenChange: (isOpen: boolean, wasLeft: boolean) => void
  onInsert: (text: string) => void
  /** Where somebody goes on writing. */
  input: RefObject<HTMLTextAreaElement | null>
  /** A closed ticket is answered, and changed by nothing else. */
  isClosed: boolean
}

/** What the team says again and again, found by typing and seen as it would be said here. */
export function ReplyPicker({ isOpen, onOpenChange, input, ...props }: Props) {
  const { t } = useTranslation()
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={(next) => onOpenChange(next, !next)}
      label={t('replies.pick')}
      finalFocus={input}
      trigger={<IconButton icon="comment" label={t('replies.pick')} />}
    >
      <Choices {...props} onDone={() => onOpenChange(false, false)} />
    </Popover>
  )
}

type ChoicesProps = Pick<Props, 'ticketId' | 'onInsert' | 'isClosed'> & { onDone: () => void }

function Choices({ ticketId, onInsert, isClosed, onDone }: ChoicesProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [at, setAt] = useState('')
  const apply = useApplyMacro()
  const replies = useQuery(entriesQuery('reply', { ticketId }))
  const hasMacros = useMay('ticket:change') && !isClosed
  const macros = useQuery({ ...entriesQuery('macro', { ticketId }), enabled: hasMacros })
  const found = [
    ...matching(replies.data ?? [], 'reply', text),
    ...(hasMacros ? matching(macros.data ?? [], 'macro', text) : []),
  ]
  const shown = found.find(({ value }) => value === at) ?? found[0]
  const error = replies.error ?? macros.error
  const isWaiting = replies.isPending || (macros.isPending && hasMacros)
  function take({ kind, entry }: Found): void {
    onDone()
    if (kind === 'macro') void apply(ticketId, entry)
    else onInsert(entry.filled ?? entry.text)
  }
  return (
    <div className={styles.picker}>
      <Command
        label={t('replies.pick')}
        shouldFilter={false}
        loop
        value={shown?.value ?? ''}
        onValueChange={setAt}
      >
        <div className={styles.field}>
          <Icon name="search" />
          <Command.Input
            value={text}
            onValueChange={setText}
            placeholder={t('replies.search')}
            maxLength={200}
          />
        </div>
        <Command.List className={styles.list}>
          {(['reply', 'macro'] as const).map((kind) => {
            const some = found.filter((one) => one.kind === kind)
            return (
              some.length > 0 && (
                <Command.Group key={kind} heading={t(`replies.kinds.${kind}`)} className={styles.group}>
                  {some.map((one) => (
                    <Command.Item
                      key={one.value}
                      value={one.value}
                      className={styles.row}
                      onSelect={() => take(one)}
                    >
                      <span className={styles.name} dir="auto">
                        {one.entry.title}
                      </span>
                      {!one.entry.is_shared && <Icon name="lock" />}
                    </Command.Item>
                  ))}
                </Command.Group>
              )
            )
          })}
          {found.length === 0 && !isWaiting && !error && (
            <p className={styles.none}>{t(text.trim() === '' ? 'replies.noneYet' : 'replies.noneFound')}</p>
          )}
          {found.length === 0 && isWaiting && <p className={styles.none}>{t('ui.loading')}</p>}
          {error && <p className={styles.none}>{sentenceOf(error, t('ui.errorOffline'))}</p>}
        </Command.List>
      </Command>
      {shown && <Preview found={shown} />}
      <Link to="/respostas" className={styles.manage}>
        {t('replies.manage')}
      </Link>
    </div>
  )
}

type Found = { kind: Kind; entry: Entry; value: string }

const matching = (entries: readonly Entry[], kind: Kind, text: string): Found[] =>
  entries
    .filter(({ title, text: body }) => plain(`${title} ${body}`).includes(plain(text)))
    .map((entry) => ({ kind, entry, value: `${kind}-${entry.id}` }))

/** What choosing it means. */
function Preview({ found: { kind, entry } }: { found: Found }) {
  const { t } = useTranslation()
  const describe = useDescribeChanges()
  const filled = entry.filled ?? entry.text
  return (
    <section
      className={entry.is_internal ? `${styles.preview} ${styles.note}` : styles.preview}
      aria-label={t('replies.preview')}
    >
      {kind === 'macro' && <p className={styles.changes}>{describe(entry) || t('replies.changesNothing')}</p>}
      {filled !== '' && (
        <>
          {kind === 'macro' && (
            <p className={styles.changes}>
              {t(entry.is_internal ? 'replies.saysNote' : 'replies.saysReply')}
            </p>
          )}
          <p className={styles.text} dir="auto">
            {filled}
          </p>
        </>
      )}
    </section>
  )
}
