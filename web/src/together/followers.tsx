import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettled } from '../shell/settled.ts'
import type { TicketDetail } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { sentenceOf } from '../ui/failure.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './together.module.css'
import { togetherApi, type Watcher, watchersQuery } from './together-api.ts'

type Props = {
  ticket: TicketDetail
  userId: number
  /** Who may be removed by whoever looks; nobody: they are only shown. */
  mayRemove: (watcher: Watcher) => boolean
  mayAdd: boolean
  /** Said where nobody follows. */
  nobody: string
}

/** Who follows a ticket, and whoever else shall. */
export function Followers({ ticket, userId, mayRemove, mayAdd, nobody }: Props) {
  const { t } = useTranslation()
  const { data } = useQuery({
    ...watchersQuery(ticket.id, ticket.watcher_ids),
    placeholderData: keepPreviousData,
  })
  const { change, failure } = useChange(ticket.id)
  const [isAdding, setIsAdding] = useState(false)
  const watchers = data?.items ?? []
  return (
    <>
      {data && watchers.length === 0 && <p className={styles.none}>{nobody}</p>}
      <ul className={styles.rows}>
        {watchers.map((watcher) => (
          <li key={watcher.id} className={styles.row}>
            <Icon name={watcher.is_team ? 'people' : 'user'} />
            <span className={styles.name}>
              <bdi>{watcher.full_name}</bdi>{' '}
              <span className={styles.hint}>{watcher.is_team ? t('together.team') : watcher.department}</span>
            </span>
            {mayRemove(watcher) && watcher.id !== userId && (
              <IconButton
                icon="close"
                label={t('together.remove', { name: watcher.full_name })}
                isSmall
                onClick={() => void change(() => togetherApi.removeWatcher(ticket.id, watcher.id))}
              />
            )}
          </li>
        ))}
      </ul>
      {failure && <Notice kind="error">{failure}</Notice>}
      {isAdding ? (
        <PersonSearch
          without={[...ticket.watcher_ids, ...(ticket.requester.id === null ? [] : [ticket.requester.id])]}
          onPick={(id) => {
            setIsAdding(false)
            void change(() => togetherApi.addWatcher(ticket.id, id))
          }}
          onClose={() => setIsAdding(false)}
        />
      ) : (
        mayAdd && (
          <Button isSmall onClick={() => setIsAdding(true)}>
            <Icon name="add" /> {t('together.add')}
          </Button>
        )
      )}
    </>
  )
}

/** One change after which the ticket is read anew; if it fails, the sentence says why. */
export function useChange(ticketId: number) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [failure, setFailure] = useState<string | null>(null)
  const change = async (work: () => Promise<unknown>) => {
    setFailure(null)
    try {
      await work()
    } catch (error) {
      setFailure(sentenceOf(error, t('form.offline')))
      return false
    }
    for (const queryKey of [['ticket', ticketId], ['timeline', ticketId], ['tickets']])
      void queryClient.invalidateQueries({ queryKey })
    return true
  }
  return { change, failure }
}

type SearchProps = { without: readonly number[]; onPick: (id: number) => void; onClose: () => void }

function PersonSearch({ without, onPick, onClose }: SearchProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const wanted = useSettled(text.trim(), 200)
  const isLong = wanted.length >= 2
  const { data, isFetching } = useQuery({
    queryKey: ['colleagues', wanted],
    queryFn: () => togetherApi.colleagues(wanted),
    enabled: isLong,
    placeholderData: keepPreviousData,
  })
  const found = (isLong ? (data?.items ?? []) : []).filter(({ id }) => !without.includes(id))
  return (
    <div className={styles.search}>
      <div className={styles.field}>
        <input
          type="search"
          // biome-ignore lint/a11y/noAutofocus: it was asked for just now
          autoFocus
          value={text}
          maxLength={64}
          aria-label={t('together.findPerson')}
          placeholder={t('together.findPerson')}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            onClose()
          }}
        />
        <Button isSmall look="quiet" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      </div>
      <ul className={styles.found}>
        {found.map(({ id, full_name, department, filial }) => (
          <li key={id}>
            <button type="button" className={styles.pick} onClick={() => onPick(id)}>
              <Icon name="user" />
              <span className={styles.name}>
                <bdi>{full_name}</bdi>{' '}
                <span className={styles.hint}>{[department, filial].filter(Boolean).join(' · ')}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.none} aria-live="polite">
        {!isLong ? t('together.typeMore') : found.length === 0 && !isFetching && t('together.noPerson')}
      </p>
    </div>
  )
}
