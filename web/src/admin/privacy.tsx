import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Tabs } from '../ui/tabs.tsx'
import { AdminPage } from './admin-page.tsx'
import { CpfAccesses } from './cpf-accesses.tsx'
import { Erasures } from './erasures.tsx'
import { Exports } from './exports.tsx'
import type { PrivacyPart } from './privacy-search.ts'
import { RetentionPart } from './retention.tsx'

/** What is kept of people, for how long, who has seen it, and what they asked of us about it. */
export function Privacy() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { part = 'accesses' } = useSearch({ from: '/signed-in/admins/admin/privacidade' })
  return (
    <AdminPage title={t('shell.nav.privacy')} lead={t('admin.privacy.lead')}>
      <Tabs
        label={t('shell.nav.privacy')}
        value={part}
        onChange={(next: PrivacyPart) =>
          void navigate({ to: '.', search: next === 'accesses' ? {} : { part: next }, replace: true })
        }
        tabs={[
          { value: 'accesses', name: t('admin.privacy.accesses'), panel: <CpfAccesses /> },
          { value: 'retention', name: t('admin.privacy.retention'), panel: <RetentionPart /> },
          { value: 'erasures', name: t('admin.privacy.erasures'), panel: <Erasures /> },
          { value: 'exports', name: t('admin.privacy.exports'), panel: <Exports /> },
        ]}
      />
    </AdminPage>
  )
}
