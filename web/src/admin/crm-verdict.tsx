import { useTranslation } from 'react-i18next'
import { Notice } from '../ui/notice.tsx'
import type { SyncStatus } from './sync-api.ts'
import { type Verdict, verdictOf } from './verdict.ts'

const MILD: readonly Verdict[] = ['behind', 'drift', 'filling', 'brokenOff']

/** One sentence: whether all is well, and if not, what is to be done. */
export function CrmVerdict({ status }: { status: SyncStatus }) {
  const { t } = useTranslation()
  const { code, count } = verdictOf(status)
  return (
    <Notice kind={code === 'well' ? 'done' : MILD.includes(code) ? 'info' : 'error'}>
      {t(`admin.crm.verdict.${code}`, { count })}
    </Notice>
  )
}
