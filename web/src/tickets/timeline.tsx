import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { MessageItem } from './message-item.tsx'
import { useUnsent } from './outbox.ts'
import { ReadMark } from './read-mark.tsx'
import { SystemLines } from './system-lines.tsx'
import type { Message, Page } from './ticket-api.ts'
import { timelineQuery } from './ticket-queries.ts'
import styles from './timeline.module.css'
import { UnsentItem } from './unsent-item.tsx'

type Props = {
  ticketId: number
  user: { id: number; full_name: string }
  onTakeBack: (text: string) => void
  /** Only some of it, such as mails. */
  only?: (message: Message) => boolean
}

/** What was said, the oldest first; it begins at the newest, and what comes is in view for whoever looks at the end. */
export function Timeline({ ticketId, user, onTakeBack, only }: Props) {
  const { t } = useTranslation()
  const query = useInfiniteQuery({ ...timelineQuery(ticketId), refetchInterval: whileUnderWay })
  const unsent = useUnsent(ticketId, user.id)
  const end = useRef<HTMLDivElement>(null)
  const said = useMemo(
    () => [...(query.data?.pages ?? [])].reverse().flatMap(({ items }) => items),
    [query.data],
  )
  const groups = useMemo(() => groupsOf(only ? said.filter(only) : said), [said, only])
  const known = new Set(said.map((one) => one.client_id))
  const waiting = unsent.filter(({ clientId }) => !known.has(clientId))
  const newest = groups.at(-1)?.key
  const unsentNow = waiting.map(({ clientId, state }) => clientId + state).join()
  const count = waiting.length
  /** How many of one's own were on their way when it was drawn last; null: it was not yet. */
  const before = useRef<number | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever comes last is brought into view
  useEffect(() => {
    if (!end.current) return
    const isFar = farFromEnd(end.current) > NEAR_PX
    // At first only what is long begins at its end: of what is short, title and state of the ticket are in view.
    const isWanted = before.current === null ? isFar : !isFar || count > before.current
    if (isWanted) end.current.scrollIntoView({ block: 'nearest' })
    before.current = count
  }, [newest, unsentNow])

  if (query.isPending) return <Waiting heights={[64, 96, 64]} gap={16} />
  if (query.isError && !query.data)
    return <Failure error={query.error} onRetry={() => void query.refetch()} />
  return (
    <section aria-label={t('tickets.talk.label')}>
      {query.hasNextPage && (
        <Button look="quiet" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('tickets.talk.earlier')}
        </Button>
      )}
      <ol className={styles.list}>
        {groups.map((group) =>
          group.kind === 'day' ? (
            <li key={group.key} className={styles.day}>
              {group.name}
            </li>
          ) : group.kind === 'steps' ? (
            <SystemLines key={group.key} lines={group.lines} />
          ) : (
            <MessageItem key={group.key} message={group.message} userId={user.id} />
          ),
        )}
        {waiting.map((one) => (
          <UnsentItem key={one.clientId} unsent={one} name={user.full_name} onTakeBack={onTakeBack} />
        ))}
      </ol>
      {waiting.length === 0 && <ReadMark ticketId={ticketId} userId={user.id} last={said.at(-1)} />}
      {groups.length + waiting.length === 0 && <p className={styles.nothing}>{t('tickets.talk.nothing')}</p>}
      <div ref={end} className={styles.end} />
    </section>
  )
}

/** That a message of ours has reached the CRM nobody tells. */
const LOOK_AGAIN_MS = 5_000
const whileUnderWay = ({ state: { data } }: { state: { data?: InfiniteData<Page<Message>> | undefined } }) =>
  data?.pages[0]?.items.some(({ crm_status }) => crm_status === 'pending') ? LOOK_AGAIN_MS : false

type Group =
  | { kind: 'day'; key: string; name: string }
  | { kind: 'steps'; key: string; lines: Message[] }
  | { kind: 'message'; key: string; message: Message }

/** Days apart, and what the system noted one after the other folded together. */
function groupsOf(messages: readonly Message[]): Group[] {
  const day = new Intl.DateTimeFormat(currentLocale(), { weekday: 'long', day: 'numeric', month: 'long' })
  const groups: Group[] = []
  let today = ''
  for (const message of messages) {
    const name = day.format(new Date(message.created_at))
    if (name !== today) groups.push({ kind: 'day', key: `day ${name} ${message.id}`, name })
    today = name
    const last = groups.at(-1)
    if (message.kind !== 'system') groups.push({ kind: 'message', key: String(message.id), message })
    else if (last?.kind === 'steps') last.lines.push(message)
    else groups.push({ kind: 'steps', key: `steps ${message.id}`, lines: [message] })
  }
  return groups
}

/** Whoever reads further up is not torn away. */
const NEAR_PX = 240
const farFromEnd = (end: HTMLElement) => end.getBoundingClientRect().top - window.innerHeight
