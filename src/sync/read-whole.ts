import type { DealId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import type { Calling, CrmActivity, CrmComment, CrmDeal } from '#src/providers/crm-provider.ts'

/** A deal with all that hangs on it. */
export type WholeDeal = { deal: CrmDeal; comments: CrmComment[]; activities: CrmActivity[] }

/** Asked for together, they leave together. null: the CRM has it no more, so what it says of the rest does not matter. */
export async function readWhole(
  crm: Ports['crm'],
  dealId: DealId,
  calling: Calling,
): Promise<WholeDeal | null> {
  const [deal, comments, activities] = await Promise.allSettled([
    crm.readDeal(dealId, calling),
    crm.readComments(dealId, calling),
    crm.readActivities(dealId, calling),
  ])
  if (deal.status === 'rejected') throw deal.reason
  if (deal.value === null) return null
  if (comments.status === 'rejected') throw comments.reason
  if (activities.status === 'rejected') throw activities.reason
  return { deal: deal.value, comments: comments.value, activities: activities.value }
}
