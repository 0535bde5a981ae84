import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { metaQuery } from '../tickets/ticket-queries.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { AdminPage } from './admin-page.tsx'
import { CalendarSheet } from './calendar-sheet.tsx'
import { CalendarTable } from './calendar-table.tsx'
import styles from './crm-now.module.css'
import { PolicySheet } from './policy-sheet.tsx'
import { PolicyTable } from './policy-table.tsx'
import { calendarsQuery, policiesQuery, type SlaCalendar, type SlaPolicy, slaApi, slaKey } from './sla-api.ts'

type Open =
  | { what: 'policy'; one: SlaPolicy | null }
  | { what: 'calendar'; one: SlaCalendar | null }
  | { what: 'drop'; kind: 'policies' | 'calendars'; one: SlaPolicy | SlaCalendar }

/** What is promised to whom, and by which hours. */
export function Deadlines() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const policies = useQuery(policiesQuery)
  const calendars = useQuery(calendarsQuery)
  const { data: meta } = useQuery(metaQuery())
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const last = policies.data?.at(-1)?.position ?? 0
  const failed = policies.error ?? calendars.error
  return (
    <AdminPage title={t('shell.nav.deadlines')} lead={t('admin.sla.lead')}>
      {failed && !(policies.data && calendars.data) && (
        <Failure
          error={failed}
          onRetry={() => {
            void policies.refetch()
            void calendars.refetch()
          }}
        />
      )}
      {(policies.isPending || calendars.isPending) && <Waiting heights={[32, 40, 40, 40]} />}
      {policies.data && calendars.data && (
        <div className={styles.now}>
          <section className={styles.part} aria-labelledby="policies">
            <div className={styles.head}>
              <h2 id="policies">{t('admin.sla.policies')}</h2>
              <Button look="primary" isSmall onClick={() => setOpen({ what: 'policy', one: null })}>
                {t('admin.sla.addPolicy')}
              </Button>
            </div>
            {policies.data.length === 0 && <Empty>{t('admin.sla.noPolicies')}</Empty>}
            {policies.data.length > 0 && (
              <PolicyTable
                policies={policies.data}
                calendars={calendars.data}
                onOpen={(one) => setOpen({ what: 'policy', one })}
                onDrop={(one) => setOpen({ what: 'drop', kind: 'policies', one })}
              />
            )}
          </section>
          <section className={styles.part} aria-labelledby="calendars">
            <div className={styles.head}>
              <h2 id="calendars">{t('admin.sla.calendars')}</h2>
              <Button isSmall onClick={() => setOpen({ what: 'calendar', one: null })}>
                {t('admin.sla.addCalendar')}
              </Button>
            </div>
            {calendars.data.length === 0 && <Empty>{t('admin.sla.noCalendars')}</Empty>}
            {calendars.data.length > 0 && (
              <CalendarTable
                calendars={calendars.data}
                onOpen={(one) => setOpen({ what: 'calendar', one })}
                onDrop={(one) => setOpen({ what: 'drop', kind: 'calendars', one })}
              />
            )}
          </section>
        </div>
      )}
      {open?.what === 'policy' && (
        <PolicySheet
          policy={open.one}
          nextPosition={last + 10}
          usual={meta?.priorities ?? []}
          onClose={close}
        />
      )}
      {open?.what === 'calendar' && <CalendarSheet calendar={open.one} onClose={close} />}
      {open?.what === 'drop' && (
        <Confirm
          title={t('admin.sla.dropTitle', { name: open.one.name })}
          lead={t(open.kind === 'policies' ? 'admin.sla.dropPolicy' : 'admin.sla.dropCalendar')}
          action={t('ui.remove')}
          isDangerous
          onConfirm={async () => {
            await slaApi.remove(open.kind, open.one)
            await queryClient.invalidateQueries({ queryKey: slaKey })
          }}
          onClose={close}
        />
      )}
    </AdminPage>
  )
}
