import { B24Hook, ParamsFactory } from '@bitrix24/b24jssdk'
import type { Job } from './worker.ts'

/** The official SDK as it comes, or with the parameters that it has for bulk data. */
export function openClient({ webhookUrl, how }: Job) {
  const restrictionParams =
    how === 'batch-processing' ? ParamsFactory.getBatchProcessing() : ParamsFactory.getDefault()
  return B24Hook.fromWebhookUrl(webhookUrl, { restrictionParams }).actions.v2
}
