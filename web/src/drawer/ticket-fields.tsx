import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShortcuts } from '../shell/shortcuts.ts'
import { PriorityMark } from '../tickets/priority-mark.tsx'
import { StatusWord } from '../tickets/status-word.tsx'
import { teamQuery } from '../tickets/team-query.ts'
import type { TicketDetail } from '../tickets/ticket-api.ts'
import { metaQuery } from '../tickets/ticket-queries.ts'
import { PRIORITIES, STATUSES } from '../tickets/ticket-search.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Pick } from '../ui/pick.tsx'
import { DepartmentField } from './department-field.tsx'
import { Tags } from './tags.tsx'
import styles from './ticket-drawer.module.css'
import type { ChangeTicket } from './use-change-ticket.ts'

type Props = { ticket: TicketDetail; userId: number; changing: ChangeTicket }
type Field = 'status' | 'assignee' | 'priority' | 'category'

/** Each is changed where it stands; M, A and P open the first three. */
export function TicketFields({ ticket, userId, changing: { change } }: Props) {
  const { t } = useTranslation()
  const { data: team = [] } = useQuery(teamQuery)
  const { data: meta } = useQuery(metaQuery())
  const [open, setOpen] = useState<Field | null>(null)
  useShortcuts({ m: () => setOpen('status'), a: () => setOpen('assignee'), p: () => setOpen('priority') })
  const opens = (field: Field) => ({
    isOpen: open === field,
    onOpenChange: (isOpen: boolean) => setOpen(isOpen ? field : null),
    look: 'field' as const,
  })
  const { assignee, category, priority, status } = ticket
  const isMine = assignee?.id === userId
  const me = team.find(({ id }) => id === userId)
  const people = [
    ...(me ? [{ value: me.id, name: me.full_name, hint: t('tickets.filter.me') }] : []),
    { value: 0, name: t('tickets.filter.nobody') },
    ...team.filter(({ id }) => id !== userId).map(({ id, full_name }) => ({ value: id, name: full_name })),
  ]

  return (
    <div className={styles.fields}>
      <Pick
        {...opens('status')}
        label={t('tickets.filter.status')}
        // What is closed is opened again first.
        options={STATUSES.map((value) => ({
          ...{ value, name: t(`tickets.status.${value}`) },
          isDisabled: status === 'closed' && value !== 'open' && value !== 'closed',
        }))}
        picked={[status]}
        onPick={([next]) => next && next !== status && change({ status: next })}
      >
        <StatusWord status={status} />
      </Pick>
      <Pick
        {...opens('assignee')}
        label={t('tickets.filter.assignee')}
        options={people}
        picked={assignee === null ? [0] : assignee.id === null ? [] : [assignee.id]}
        onPick={([id]) =>
          id !== undefined && id !== (assignee?.id ?? 0) && change({ assigned_to: id || null })
        }
      >
        <Avatar name={assignee?.name ?? null} size={20} />
        <span className={styles.value}>{assignee?.name ?? t('tickets.filter.nobody')}</span>
      </Pick>
      {!isMine && me && (
        <Button look="quiet" isSmall onClick={() => change({ assigned_to: userId })}>
          {t('drawer.takeIt')}
        </Button>
      )}
      <Pick
        {...opens('priority')}
        label={t('tickets.filter.priority')}
        options={PRIORITIES.map((value) => ({
          ...{ value, name: t(`tickets.priority.${value}`) },
          mark: <PriorityMark priority={value} isSilent />,
        }))}
        picked={[priority]}
        onPick={([next]) => next && next !== priority && change({ priority: next })}
      >
        <PriorityMark priority={priority} withWord />
      </Pick>
      <Pick
        {...opens('category')}
        label={t('tickets.filter.category')}
        options={(meta?.categories ?? []).map(({ slug, label }) => ({ value: slug, name: label }))}
        picked={category === null ? [] : [category]}
        onPick={([slug]) => slug && slug !== category && change({ category: slug })}
      >
        <span className={styles.value}>{ticket.category_label ?? t('drawer.noCategory')}</span>
      </Pick>
      <DepartmentField department={ticket.department} onChange={(department) => change({ department })} />
      <Tags tags={ticket.tags} most={meta?.limits.tags ?? 10} onChange={(tags) => change({ tags })} />
    </div>
  )
}
