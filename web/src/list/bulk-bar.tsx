import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SnoozeChoice } from '../drawer/snooze-choice.tsx'
import { useUser } from '../session.ts'
import { PriorityMark } from '../tickets/priority-mark.tsx'
import { teamQuery } from '../tickets/team-query.ts'
import type { Ticket } from '../tickets/ticket-api.ts'
import { PRIORITIES, STATUSES } from '../tickets/ticket-search.ts'
import { Button } from '../ui/button.tsx'
import { Pick } from '../ui/pick.tsx'
import { toast } from '../ui/toast.ts'
import styles from './bulk-bar.module.css'
import { BulkResults } from './bulk-results.tsx'
import { changeMany, type Outcome, type Wish } from './change-many.ts'
import { TagField } from './tag-field.tsx'
import type { Selection } from './use-selection.ts'

type Props = { tickets: readonly Ticket[]; selection: Selection }

/** What can be done with all that is chosen. What could not be changed stays chosen. */
export function BulkBar({ tickets, selection }: Props) {
  const { t } = useTranslation()
  const user = useUser()
  const queryClient = useQueryClient()
  const { data: team = [] } = useQuery(teamQuery)
  const [isBusy, setIsBusy] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const count = selection.ids.size
  const isSomePutOff = tickets.some(
    ({ id, snoozed_until }) => selection.ids.has(id) && snoozed_until !== null,
  )

  async function run(wish: Wish): Promise<void> {
    if (isBusy) return
    setIsBusy(true)
    const result = await changeMany([...selection.ids], wish, tickets)
    setIsBusy(false)
    for (const key of ['tickets', 'ticket', 'board']) void queryClient.invalidateQueries({ queryKey: [key] })
    selection.set(result.failed.map(({ id }) => id))
    if (result.failed.length > 0 || result.pending.length > 0) setOutcome(result)
    else toast.done(t('list.bulk.done', { count: result.changed + result.unchanged }))
  }

  return (
    <>
      {count > 0 && (
        <section className={styles.bar} aria-label={t('list.bulk.label')}>
          <strong className={styles.count} role="status">
            {isBusy ? t('list.bulk.busy', { count }) : t('list.bulk.selected', { count })}
          </strong>
          <div className={styles.actions} inert={isBusy}>
            <Pick
              label={t('list.bulk.assign')}
              options={[
                ...(user ? [{ value: user.id, name: t('list.bulk.toMe') }] : []),
                { value: 0, name: t('tickets.filter.nobody') },
                ...team
                  .filter(({ id }) => id !== user?.id)
                  .map(({ id, full_name }) => ({ value: id, name: full_name })),
              ]}
              picked={[]}
              onPick={([id]) => id !== undefined && void run({ action: 'assign', value: id })}
            />
            <Pick
              label={t('list.bulk.status')}
              options={STATUSES.map((value) => ({ value, name: t(`tickets.status.${value}`) }))}
              picked={[]}
              onPick={([status]) =>
                status &&
                void run(status === 'closed' ? { action: 'close' } : { action: 'status', value: status })
              }
            />
            <Pick
              label={t('list.bulk.priority')}
              options={PRIORITIES.map((value) => ({
                ...{ value, name: t(`tickets.priority.${value}`) },
                mark: <PriorityMark priority={value} isSilent />,
              }))}
              picked={[]}
              onPick={([priority]) => priority && void run({ action: 'priority', value: priority })}
            />
            <SnoozeChoice
              trigger={
                <Button look="quiet" isSmall>
                  {t('drawer.snooze.do')}
                </Button>
              }
              onChoose={(until) => void run({ action: 'snooze', value: until.toISOString() })}
              {...(isSomePutOff && { onWake: () => void run({ action: 'snooze', value: null }) })}
            />
            <TagField onTag={(tag) => void run({ action: 'tag', value: tag })} />
          </div>
          <Button look="quiet" isSmall onClick={() => selection.set([])}>
            {t('list.bulk.clear')}
          </Button>
        </section>
      )}
      <BulkResults outcome={outcome} onClose={() => setOutcome(null)} />
    </>
  )
}
