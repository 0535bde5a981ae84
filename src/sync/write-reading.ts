import type { Tx } from '#src/db/connect.ts'
import type { Tell } from '#src/db/tell.ts'
import type { DealId } from '#src/ids.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import { type MirrorNeeds, mirrorDeals } from './mirror-deals.ts'
import { mirrorMissing } from './mirror-missing.ts'
import { mirrorTimeline } from './mirror-timeline.ts'
import type { TimelineItem } from './timeline-items.ts'

export type WholeReading = {
  dealId: DealId
  /** Drawn before the CRM was asked. */
  order: number
  /** null: the CRM has it no more. */
  deal: CrmDeal | null
  /** All that hangs on it. */
  items: readonly TimelineItem[]
}
type How = { isQuiet: boolean; tell: Tell }

/** A deal with all that hangs on it. Returns whether some of it could not be told, so that it has to be read once more. */
export async function writeReading(
  needs: MirrorNeeds,
  tx: Tx,
  { dealId, order, deal, items }: WholeReading,
  how: How,
): Promise<{ isAgain: boolean }> {
  const [result] = deal
    ? await mirrorDeals(needs, tx, { order, deals: [deal], isWhole: true }, how)
    : await mirrorMissing(tx, { order, dealIds: [dealId] }, how)
  const { ticketId = null, outcome } = result ?? {}
  const { stageMap } = needs
  const timeline =
    deal && ticketId !== null
      ? await mirrorTimeline(tx, ticketId, { order, items }, { ...how, stageMap })
      : { isAgain: false }
  return { isAgain: outcome === 'again' || timeline.isAgain }
}
