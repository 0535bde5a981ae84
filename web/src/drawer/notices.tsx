import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { teamQuery } from '../tickets/team-query.ts'
import type { TicketDetail } from '../tickets/ticket-api.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { differences, FIELDS, type FieldName, useFieldWords } from './field-words.ts'
import styles from './ticket-drawer.module.css'
import type { ChangeTicket, Conflict } from './use-change-ticket.ts'

type Props = { ticket: TicketDetail; changing: ChangeTicket }

/** Whatever is not as usual: with the CRM, with what was wanted, with who was faster. */
export function Notices({ ticket, changing }: Props) {
  const { t } = useTranslation()
  const { conflict, refusal, forget } = changing
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

function Overtaken({ conflict, ticket, changing }: { conflict: Conflict } & Props) {
  const { t } = useTranslation()
  const words = useFieldWords()
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

const NAMES: Partial<Record<string, FieldName>> = { assigned_to: 'assignee' }

function Pending({ ticket: { pending_changes } }: { ticket: TicketDetail }) {
  const { t } = useTranslation()
  const words = useFieldWords()
  const { data: team = [] } = useQuery(teamQuery)
  if (pending_changes.length === 0) return null
  return (
    <Notice kind="info">
      {t('drawer.pending')}
      <ul>
        {pending_changes.map(({ job_id, requested_by, changes }) => (
          <li key={job_id}>
            {Object.entries(changes)
              .map(([name, value]) => {
                const field = NAMES[name] ?? FIELDS.find((one) => one === name)
                return field ? `${words.name(field)}: ${words.value(field, value)}` : name
              })
              .join(', ')}
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
