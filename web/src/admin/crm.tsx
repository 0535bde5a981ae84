import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Chip } from '../ui/chip.tsx'
import { Failure } from '../ui/failure.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { AdminPage } from './admin-page.tsx'
import { CrmNow } from './crm-now.tsx'
import type { CrmPart } from './crm-search.ts'
import { CrmVerdict } from './crm-verdict.tsx'
import { DeadJobs } from './dead-jobs.tsx'
import { Drift } from './drift.tsx'
import { Events } from './events.tsx'
import { syncQuery } from './sync-api.ts'

/** How well this and the CRM say the same, and what a person has to do about it. */
export function Crm() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { part = 'now' } = useSearch({ from: '/signed-in/admins/admin/crm' })
  const { data: status, error, refetch } = useQuery(syncQuery)
  const dead = status?.queue.reduce((sum, lane) => sum + lane.dead, 0) ?? 0
  const counted = (name: string, count: number) => (
    <>
      {name} {count > 0 && <Chip look="brick">{count}</Chip>}
    </>
  )
  return (
    <AdminPage title={t('shell.nav.crm')}>
      {status && <CrmVerdict status={status} />}
      {!status && error && <Failure error={error} onRetry={() => void refetch()} />}
      {!status && !error && <Waiting heights={[56, 88, 240]} gap={16} />}
      {status && (
        <Tabs
          label={t('shell.nav.crm')}
          value={part}
          onChange={(next: CrmPart) =>
            void navigate({ to: '.', search: next === 'now' ? {} : { part: next }, replace: true })
          }
          tabs={[
            { value: 'now', name: t('admin.crm.now'), panel: <CrmNow status={status} /> },
            { value: 'dead', name: counted(t('admin.crm.dead'), dead), panel: <DeadJobs /> },
            { value: 'drift', name: counted(t('admin.crm.drift'), status.drift.open), panel: <Drift /> },
            { value: 'events', name: t('admin.crm.events'), panel: <Events /> },
          ]}
        />
      )}
    </AdminPage>
  )
}
