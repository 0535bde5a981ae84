import { useTranslation } from 'react-i18next'
import { Notice } from '../ui/notice.tsx'
import type { SyncStatus } from './sync-api.ts'
import { verdictOf } from './verdict.ts'

/** One sentence: whether all is well, and if not, what is to be done. */
export function CrmVerdict({ status }: { status: SyncStatus }) {
  const { t } = useTranslation()
  const { code, count } = verdictOf(status)
  return (
    <Notice kind={code === 'well' ? 'done' : code === 'behind' || code === 'drift' ? 'info' : 'error'}>
      {t(`admin.crm.verdict.${code}`, { count })}
    </Notice>
  )
}
