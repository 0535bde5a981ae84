import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { News } from '../live/line.ts'
import { useNews } from '../live/use-room.ts'
import { teamQuery } from '../tickets/team-query.ts'
import type { TicketDetail } from '../tickets/ticket-api.ts'
import { whyRejected } from '../tickets/why-rejected.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toast.ts'
import { describeMoment } from './describe-moment.ts'
import { describeWish, differences, useFieldWords } from './field-words.ts'
import { useSnoozing } from './snooze.tsx'
import styles from './ticket-drawer.module.css'
import type { ChangeTicket, Conflict } from './use-change-ticket.ts'

type Props = { ticket: TicketDetail; changing: ChangeTicket }

/** Whatever is not as usual: with the CRM, with what was wanted, with who was faster. */
export function Notices({ ticket, changing }: Props) {
  const { t } = useTranslation()
  const { conflict, refusal, kept, forget, takeBack } = changing
  const words = useFieldWords({ withStages: kept !== null })
  useRejectedLater(ticket.id)
  return (
    <>
      {conflict && <Overtaken conflict={conflict} ticket={ticket} changing={changing} />}
      {refusal && (
        <Notice kind="error">
          <WithAction
            action={
              <Button isSmall onClick={forget}>
                {t('drawer.understood')}
              </Button>
            }
          >
            {refusal.message || t('form.offline')}
          </WithAction>
        </Notice>
      )}
      {kept && (
        <Notice kind="info">
          <WithAction
            action={
              <Button isSmall onClick={takeBack}>
                {t('drawer.takeBack')}
              </Button>
            }
          >
            {t('drawer.waitingForLine')}
            <ul>
              <li>{describeWish(words, kept.change)}</li>
            </ul>
          </WithAction>
        </Notice>
      )}
      {ticket.snoozed_until !== null && <Snoozed ticket={ticket} until={ticket.snoozed_until} />}
      <Pending ticket={ticket} />
      {ticket.crm_presence !== 'there' && (
        <Notice kind="info">{t(`drawer.crm.${ticket.crm_presence}`)}</Notice>
      )}
      {ticket.crm_status === 'failed' && (
        <Notice kind="error">
          {t('drawer.crm.failed')}
          {ticket.crm_error && ` ${ticket.crm_error}.`}
        </Notice>
      )}
      {ticket.crm_status === 'pending' && ticket.deal_id === null && (
        <Notice kind="info">{t('drawer.crm.pending')}</Notice>
      )}
    </>
  )
}

function Snoozed({ ticket, until }: { ticket: TicketDetail; until: string }) {
  const { t } = useTranslation()
  const { wake } = useSnoozing(ticket.id)
  return (
    <Notice kind="info">
      <WithAction
        action={
          <Button isSmall onClick={() => void wake()}>
            {t('drawer.snooze.wake')}
          </Button>
        }
      >
        {t('drawer.snooze.is', { when: describeMoment(until) })}
      </WithAction>
    </Notice>
  )
}

function Overtaken({ conflict, ticket, changing }: { conflict: Conflict } & Props) {
  const { t } = useTranslation()
  const words = useFieldWords({ withStages: true })
  const changed = differences(conflict.before, ticket)
  return (
    <Notice kind="error">
      <WithAction
        action={
          <>
            <Button isSmall onClick={() => changing.change(conflict.wanted)}>
              {t('drawer.conflict.again')}
            </Button>
            <Button look="quiet" isSmall onClick={changing.forget}>
              {t('drawer.conflict.leave')}
            </Button>
          </>
        }
      >
        {conflict.by ? t('drawer.conflict.by', { name: conflict.by }) : t('drawer.conflict.byCrm')}
        {changed.length > 0 && (
          <ul>
            {changed.map(({ field, from, to }) => (
              <li key={field}>
                {words.name(field)}: {words.value(field, from)} → {words.value(field, to)}
              </li>
            ))}
          </ul>
        )}
      </WithAction>
    </Notice>
  )
}

function Pending({ ticket: { pending_changes } }: { ticket: TicketDetail }) {
  const { t } = useTranslation()
  const words = useFieldWords({ withStages: pending_changes.length > 0 })
  const { data: team = [] } = useQuery(teamQuery)
  if (pending_changes.length === 0) return null
  return (
    <Notice kind="info">
      {t('drawer.pending')}
      <ul>
        {pending_changes.map(({ job_id, requested_by, changes }) => (
          <li key={job_id}>
            {describeWish(words, changes)}
            {' · '}
            {team.find(({ id }) => id === requested_by)?.full_name ?? requested_by}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

const WithAction = ({ children, action }: { children: ReactNode; action: ReactNode }) => (
  <div className={styles.notice}>
    <div>{children}</div>
    <div className={styles.noticeActions}>{action}</div>
  </div>
)

/** What was promised and then refused by the CRM is told when that is known, minutes later perhaps. */
function useRejectedLater(id: number): void {
  const { t } = useTranslation()
  const words = useFieldWords()
  const tell = useRef<(news: News) => void>(() => undefined)
  tell.current = (news) => {
    if (news.event !== 'sync_state' || news.id !== id || !news.rejected) return
    const detail = `${describeWish(words, news.rejected.changes)}. ${whyRejected(news.rejected, t)}`
    // In place of what the board says of the same.
    toast.error(t('drawer.crm.rejected'), { detail, id: `move-${id}` })
  }
  useNews(useCallback((news: News) => tell.current(news), []))
}
