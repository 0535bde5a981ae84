import { DomainError } from '#src/errors.ts'
import type { DealId } from '#src/ids.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { dealsAfter, sampleDeals } from './choose-deals.ts'
import type { CompareNeeds } from './compare-deals.ts'
import type { DriftReport, DriftRequest } from './drift.ts'
import { findDrift } from './find-drift.ts'

/** One request to the CRM takes as many commands as three readings of so many. */
const MOST = 50
const SAMPLE = 20
/** A request is answered within its deadline, whatever the queue is doing. */
const MEND_MS = 6_000

/** Of one deal, of some by chance, or of the next ones in their order. */
export async function answerDrift(needs: CompareNeeds, request: DriftRequest): Promise<DriftReport> {
  if (needs.crm.state() !== 'up') throw new DomainError('crm-away')
  const dealIds = await chosen(needs, request)
  const { unreadable: _unreadable, ...found } = await findDrift(needs, dealIds, {
    mendMs: request.mend ? MEND_MS : 0,
  }).catch((error: unknown) => {
    throw error instanceof CrmError ? new DomainError('crm-away', {}, { cause: error }) : error
  })
  const last = dealIds.at(-1) ?? null
  const isLast = request.after === undefined || dealIds.length < MOST
  return { ...found, next_after: isLast ? null : last }
}

async function chosen({ db }: CompareNeeds, { deal_id, after, sample }: DriftRequest): Promise<DealId[]> {
  // Whatever number the CRM is asked for, it says what it has.
  if (deal_id !== undefined) return [deal_id as DealId]
  if (after !== undefined) return dealsAfter(db, after, MOST)
  return sampleDeals(db, sample ?? SAMPLE)
}
