import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { useRoom } from '../live/use-room.ts'
import { isOfTheTeam, useUser } from '../session.ts'
import { AppPage } from '../shell/app-page.tsx'
import { Composer } from '../tickets/composer.tsx'
import { FileList } from '../tickets/file-list.tsx'
import { useFollowUp } from '../tickets/outbox.ts'
import { metaQuery, ticketQuery } from '../tickets/ticket-queries.ts'
import { Timeline } from '../tickets/timeline.tsx'
import { useDraft } from '../tickets/use-draft.ts'
import { useReadMarks } from '../tickets/use-read-marks.ts'
import { WhoIsThere } from '../tickets/who-is-there.tsx'
import { Copies, MergedNotice } from '../together/together.tsx'
import { Failure } from '../ui/failure.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { afterClosing } from './after-closing.ts'
import { OverNotice } from './over-notice.tsx'
import { TicketHead } from './ticket-head.tsx'
import styles from './ticket-page.module.css'

const STILL_OPEN = { status: 'open', closed_at: null } as const

/** A ticket as the employee who asked sees it. */
export function TicketPage() {
  const { t } = useTranslation()
  const ticketId = Number(useParams({ from: '/signed-in/chamados/$ticketId' }).ticketId)
  const user = useUser()
  const queryClient = useQueryClient()
  const query = useQuery(ticketQuery(ticketId))
  const isNotThere = query.error instanceof Problem && query.error.status === 404
  // Whoever follows it no more has seen it a moment ago.
  const ticket = isNotThere ? undefined : query.data
  const { data: meta } = useQuery(metaQuery())
  const followUp = useFollowUp(ticketId)
  const draft = useDraft(user?.id ?? 0, `ticket-${ticketId}`)
  useRoom(ticket ? { ticketId } : null)
  useReadMarks(queryClient, ticket)
  if (!user) return null
  const after = afterClosing(ticket ?? STILL_OPEN, meta?.closed, new Date())
  const isOwn = ticket?.requester.id === user.id || isOfTheTeam(user)
  // Nothing that somebody in copy says opens a ticket again.
  const mayWrite =
    ticket?.merged_into === null && (isOwn ? after.reply !== 'refused' : ticket.status !== 'closed')
  return (
    <AppPage>
      <div className={styles.page}>
        <p className={styles.back}>
          <Link to="/chamados">
            <Icon name="arrow-left" /> {t('portal.ticket.back')}
          </Link>
        </p>
        {!ticket && (
          <PageHeading title={t(isNotThere ? 'portal.ticket.notThere' : 'portal.ticket.loadingTitle')} />
        )}
        {query.isPending && <Waiting heights={[28, 56, 96, 96]} gap={16} />}
        {query.isError && !ticket && !isNotThere && (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        )}
        {ticket && (
          <>
            <TicketHead ticket={ticket} isOwn={isOwn} />
            <Suspense>
              <Copies ticket={ticket} />
            </Suspense>
            <FileList files={ticket.files} />
            <Timeline ticketId={ticketId} user={user} onTakeBack={draft.putBefore} />
            <div className={styles.foot}>
              <WhoIsThere ticketId={ticketId} userId={user.id} />
              {followUp !== null && (
                <Notice kind="info">
                  {t('portal.ticket.followUp')}{' '}
                  <Link to="/chamados/$ticketId" params={{ ticketId: String(followUp) }}>
                    {t('portal.ticket.followUpLink')}
                  </Link>
                </Notice>
              )}
              {ticket.merged_into ? (
                <Suspense>
                  <MergedNotice into={ticket.merged_into} />
                </Suspense>
              ) : (
                isOwn && <OverNotice ticket={ticket} after={after} />
              )}
              {mayWrite && <Composer ticketId={ticketId} userId={user.id} draft={draft} />}
            </div>
          </>
        )}
      </div>
    </AppPage>
  )
}
