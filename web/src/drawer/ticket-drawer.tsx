import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { News } from '../live/line.ts'
import { useNews, useRoom } from '../live/use-room.ts'
import { useUser } from '../session.ts'
import { ticketApi } from '../tickets/ticket-api.ts'
import { ticketQuery } from '../tickets/ticket-queries.ts'
import { MergedNotice } from '../together/together.tsx'
import { Drawer } from '../ui/drawer.tsx'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { DrawerHead } from './drawer-head.tsx'
import { DrawerTabs } from './drawer-tabs.tsx'
import { Notices } from './notices.tsx'
import { RequesterCard } from './requester-card.tsx'
import { SlaLines } from './sla-lines.tsx'
import styles from './ticket-drawer.module.css'
import { TicketFields } from './ticket-fields.tsx'
import { TogetherCard } from './together-card.tsx'
import { useChangeTicket } from './use-change-ticket.ts'

type Props = {
  id: number
  onClose: () => void
  /** Where the focus goes when it closes. */
  returnTo?: () => HTMLElement | null
}

/** A ticket over the board or the list, which stay in use beside it. */
export function TicketDrawer({ id, onClose, returnTo }: Props) {
  const { t } = useTranslation()
  const user = useUser()
  const heading = useRef<HTMLHeadingElement>(null)
  const query = useQuery(ticketQuery(id))
  const changing = useChangeTicket(id)
  // What waits for a line is shown as it will be.
  const ticket = query.data && { ...query.data, ...changing.kept?.shown }
  useRoom({ ticketId: id })
  useFreshDetails(id)
  useMarkRead(id, ticket?.is_unread ?? false)

  const number = ticket && (ticket.deal_id === null ? ticket.ticket_number : `#${ticket.deal_id}`)
  return (
    <Drawer
      onClose={onClose}
      label={ticket ? `${number} ${ticket.title}` : t('drawer.title')}
      firstFocus={heading}
      {...(returnTo && { finalFocus: returnTo })}
    >
      <DrawerHead
        id={id}
        ticket={ticket ?? null}
        heading={heading}
        userId={user?.id ?? 0}
        changing={changing}
        onClose={onClose}
      />
      {query.isPending && (
        <div className={styles.waiting}>
          <Waiting heights={[32, 20, 20, 120, 64, 96]} gap={12} />
        </div>
      )}
      {query.isError && !ticket && (
        <div className={styles.waiting}>
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        </div>
      )}
      {ticket && user && (
        <>
          <div className={styles.facts}>
            <TicketFields ticket={ticket} userId={user.id} changing={changing} />
            <SlaLines ticket={ticket} />
            <RequesterCard ticket={ticket} />
            <TogetherCard ticket={ticket} userId={user.id} />
            {ticket.merged_into && (
              <Suspense>
                <MergedNotice into={ticket.merged_into} />
              </Suspense>
            )}
            <Notices ticket={ticket} changing={changing} />
          </div>
          <DrawerTabs ticket={ticket} user={user} />
        </>
      )}
    </Drawer>
  )
}

/** Deadlines and what the CRM still has to answer are in no news, but follow from them. */
function useFreshDetails(id: number): void {
  const queryClient = useQueryClient()
  const onNews = useCallback(
    (news: News) => {
      if (news.id !== id) return
      void queryClient.invalidateQueries({ queryKey: ['ticket', id] })
      void queryClient.invalidateQueries({ queryKey: ['audit', id] })
    },
    [id, queryClient],
  )
  useNews(onNews)
}

function useMarkRead(id: number, isUnread: boolean): void {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (!isUnread) return
    const mark = () => {
      if (document.hidden) return
      ticketApi.markRead(id).then(
        () => queryClient.invalidateQueries({ queryKey: ['ticket', id] }),
        // It is marked the next time that somebody looks.
        () => undefined,
      )
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [id, isUnread, queryClient])
}
