import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Pick } from '../ui/pick.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import { EventSheet } from './event-sheet.tsx'
import { EventTable } from './event-table.tsx'
import { MoreRows } from './more-rows.tsx'
import { type EventFilter, eventsQuery, type InboxEvent, syncApi } from './sync-api.ts'
import styles from './sync-part.module.css'

const STATES = ['waiting', 'routed', 'done', 'parked', 'ignored'] as const satisfies InboxEvent['state'][]

/** What the CRM told us, as it came; one or all of those that are shown can be looked at anew. */
export function Events() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [filter, setFilter] = useState<EventFilter>({})
  const [openId, setOpenId] = useState<number | null>(null)
  const [isAsked, setIsAsked] = useState(false)
  const query = useInfiniteQuery(eventsQuery(filter))
  const events = query.data?.pages.flatMap(({ items }) => items) ?? []
  const isFiltered = Object.keys(filter).length > 0
  return (
    <div className={styles.part}>
      <div className={styles.bar}>
        <div className={styles.filters}>
          <Pick
            label={t('admin.crm.eventState')}
            options={STATES.map((state) => ({ value: state, name: t(`admin.crm.eventStates.${state}`) }))}
            picked={filter.state ? [filter.state] : []}
            onPick={([state]) =>
              setFilter(({ deal_id }) => ({ ...(deal_id && { deal_id }), ...(state && { state }) }))
            }
          />
          <input
            className={styles.number}
            inputMode="numeric"
            maxLength={9}
            aria-label={t('admin.crm.dealNumber')}
            placeholder={t('admin.crm.dealNumber')}
            onChange={({ target }) => {
              const deal = Number(target.value.replace(/\D/g, ''))
              setFilter(({ state }) => ({ ...(state && { state }), ...(deal > 0 && { deal_id: deal }) }))
            }}
          />
        </div>
        {isFiltered && events.length > 0 && (
          <Button isSmall onClick={() => setIsAsked(true)}>
            {t('admin.crm.replayAll')}
          </Button>
        )}
      </div>
      {query.isPending && <Waiting heights={[32, 36, 36, 36, 36]} />}
      {query.isError && events.length === 0 && (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && events.length === 0 && (
        <Empty>{t(isFiltered ? 'admin.crm.noSuchEvents' : 'admin.crm.noEvents')}</Empty>
      )}
      {events.length > 0 && <EventTable events={events} onOpen={setOpenId} />}
      <MoreRows query={query} />
      {openId !== null && <EventSheet id={openId} onClose={() => setOpenId(null)} />}
      {isAsked && (
        <Confirm
          title={t('admin.crm.replayAll')}
          lead={t('admin.crm.replayAllLead')}
          action={t('admin.crm.replayAll')}
          onConfirm={async () => {
            const { replayed } = await syncApi.replayAll(filter)
            toast.done(t('admin.crm.replayed', { count: replayed }))
            await queryClient.invalidateQueries({ queryKey: ['sync'] })
          }}
          onClose={() => setIsAsked(false)}
        />
      )}
    </div>
  )
}
