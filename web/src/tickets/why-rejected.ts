import type { TFunction } from 'i18next'
import type { SyncState } from '../../../src/realtime/events.ts'

/** Of what was promised and not done in the end: that the CRM said no, and what it said, or that somebody was quicker. */
export function whyRejected(rejected: SyncState['rejected'], t: TFunction): string {
  if (rejected?.code === 'version-conflict') return t('drawer.crm.overtaken')
  if (rejected?.code === 'invalid-transition') return t('drawer.crm.closedMeanwhile')
  return [t('drawer.crm.refused'), rejected?.reason].filter(Boolean).join(' ')
}
