import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { News } from '../live/line.ts'
import { useNews } from '../live/use-room.ts'
import { useUser } from '../session.ts'
import { nameOfStage } from '../tickets/stage-names.ts'
import { ticketApi } from '../tickets/ticket-api.ts'
import { whyRejected } from '../tickets/why-rejected.ts'
import { announce } from '../ui/announce.ts'
import { toast } from '../ui/toast.ts'
import { findTicket, placeCard } from './board-cache.ts'
import { whenDropped } from './dragging.ts'
import { depart, nameMover } from './flights.ts'
import { readMove, setMove } from './moves.ts'
import { numberOf } from './number-of.ts'

type Updated = Extract<News, { event: 'ticket_updated' }>
type Rejected = Extract<News, { event: 'sync_state' }>

/** So many are read one by one; of more, whole columns are. */
const MOST_READ = 8
const SOON_MS = 400
/** On a busy day nobody asks for all cards all the time. */
const APART_MS = 5_000

/** Cards move by themselves when others move them; while one is held, the rest waits. */
export function useBoardNews(): void {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const user = useUser()
  const changed = useRef(new Map<number, News>())
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const askedAtMs = useRef(0)

  const hear = useCallback(
    (news: News) => {
      if (news.event === 'sync_state' && news.rejected)
        whenDropped(() => giveBack(queryClient, t, news, news.actor?.id === user?.id))
      if (!concernsCards(news)) return
      const isOwn = news.actor !== null && news.actor.id === user?.id
      if (news.event === 'ticket_updated' && 'stage_id' in news.changes)
        whenDropped(() => follow(queryClient, t, news, isOwn))
      changed.current.set(news.id, news)
      timer.current ??= setTimeout(
        () => {
          timer.current = null
          whenDropped(() => {
            const all = [...changed.current.values()]
            changed.current.clear()
            if (all.length > MOST_READ) askedAtMs.current = Date.now()
            void readAll(queryClient, t, all)
          })
        },
        Math.max(SOON_MS, askedAtMs.current + APART_MS - Date.now()),
      )
    },
    [queryClient, t, user?.id],
  )
  useNews(hear)
}

const OF_CARDS = new Set(['new_ticket', 'sla_warning', 'sla_breached'])
const concernsCards = (news: News) =>
  OF_CARDS.has(news.event) ||
  (news.event === 'sync_state' && (news.pending || news.rejected)) ||
  (news.event === 'ticket_updated' &&
    Object.keys(news.changes).some((name) => name !== 'activity' && name !== 'removed_activity'))

/** The fields of its card are newer already; it stands in the wrong column. */
function follow(queryClient: QueryClient, t: TFunction, news: Updated, isOwn: boolean): void {
  const ticket = findTicket(queryClient, news.id)
  if (!ticket) return
  const stageId = news.changes.stage_id
  if (typeof stageId !== 'string' || ticket.stage_id !== stageId) return
  const isMine = isOwn || readMove(news.id) !== undefined
  if (readMove(news.id)?.shown.stage_id !== stageId) depart(news.id)
  // Whether anything else is asked is read in a moment.
  placeCard(queryClient, { ...ticket, pending_changes: [] })
  setMove(news.id, null)
  if (isMine) return
  const name = news.actor?.name ?? 'CRM'
  nameMover(news.id, name)
  announce(t('board.movedBy', { name, number: numberOf(ticket), to: nameOfStage(queryClient, stageId) }))
}

/** With all that news do not say: how long it has left, how many files there are. */
async function readAll(queryClient: QueryClient, t: TFunction, all: readonly News[]): Promise<void> {
  const arrivals = all.filter(({ event }) => event === 'new_ticket')
  if (arrivals.length > 3) announce(t('board.arrivedMany', { count: arrivals.length }))
  else
    for (const news of arrivals)
      if (news.event === 'new_ticket')
        announce(t('board.arrived', { number: numberOf(news), title: news.title }))
  const tickets =
    all.length > MOST_READ
      ? null
      : await Promise.all(all.map(({ id }) => ticketApi.read(id).catch(() => null)))
  whenDropped(() => {
    let isSure = tickets !== null
    for (const ticket of tickets ?? [])
      if (ticket && readMove(ticket.id)?.state !== 'sending') {
        const before = findTicket(queryClient, ticket.id)
        if (before && before.stage_id !== ticket.stage_id) depart(ticket.id)
        isSure = placeCard(queryClient, ticket) && isSure
      }
    if (!isSure) void queryClient.invalidateQueries({ queryKey: ['board'] })
  })
}

/** It was pending, and the CRM has said no: everybody sees the card come back, and whoever asked is told why. */
function giveBack(queryClient: QueryClient, t: TFunction, { id, rejected }: Rejected, isOwn: boolean): void {
  const move = readMove(id)
  if (move?.state !== 'pending') return
  const ticket = findTicket(queryClient, id) ?? move.ticket
  depart(id)
  placeCard(queryClient, { ...ticket, pending_changes: [] })
  setMove(id, null)
  const sentence = t('board.notMoved', { number: numberOf(ticket) })
  const why = whyRejected(rejected, t)
  if (isOwn) toast.error(sentence, { detail: why, id: `move-${id}` })
  announce(`${sentence} ${why}`)
}
