import type { DealId } from '#src/ids.ts'
import type { CrmEvent } from './crm-event.ts'
import type { Calling, CrmActivity, CrmDeal } from './crm-provider.ts'

/** A deal came to a stage, in this pipeline or from another. */
export type CrmMove = { dealId: DealId; pipelineId: number; stageId: string }
/** Deals by their numbers: behind `after`, up to `last` included. `since`: those alone that changed since then. */
export type DealSection = { pipelineId: number; after: DealId; last: DealId; since: Date | null }
export type NumberRange = { first: number; last: number }

/**
 * How a mirror hears of what it was not told, and of everything there is. Lists come page by page, and the CRM is asked for a page
 * when it is taken. What a list leaves out may be hidden from us as well as gone.
 */
export type CrmChanges = {
  /** The CRM's own clock, by which all of its moments are. */
  now(calling: Calling): Promise<Date>
  /** In the order of change, that moment included. A deal that changes meanwhile comes again. */
  dealsChangedSince(moment: Date, pipelineIds: readonly number[], calling: Calling): AsyncIterable<CrmDeal[]>
  /** Those on whose timeline something was written, which is no change of the deal. */
  dealsActiveSince(moment: Date, pipelineIds: readonly number[], calling: Calling): AsyncIterable<CrmDeal[]>
  /** In all pipelines, in their order. */
  movesSince(moment: Date, calling: Calling): AsyncIterable<CrmMove[]>
  /** On whatever they hang. */
  activitiesChangedSince(moment: Date, calling: Calling): AsyncIterable<CrmActivity[]>
  /** Null: there is none. */
  dealRange(pipelineId: number, since: Date | null, calling: Calling): Promise<NumberRange | null>
  /** The first of a section. Less than a whole page: there are no more. */
  dealPage(section: DealSection, calling: Calling): Promise<{ deals: CrmDeal[]; isLast: boolean }>
  /** The numbers alone, in their order. */
  dealIds(
    section: Omit<DealSection, 'since'>,
    calling: Calling,
  ): Promise<{ dealIds: DealId[]; isLast: boolean }>
}

export type OfflineEvent = { messageId: string; event: CrmEvent }
export type OfflineBatch = { batchId: string; events: OfflineEvent[] }

/** What happens is kept by the CRM until we fetch it, each object once however often it changed. */
export type CrmOffline = {
  /** Has the CRM keep it, from now on; any number of times. Rejected where we are not allowed to. */
  follow(calling: Calling): Promise<void>
  /** Given to nobody else, and kept until it is settled. Null: nothing happened. */
  take(calling: Calling): Promise<OfflineBatch | null>
  /** What was taken and never settled: whoever took it died. */
  takenBefore(calling: Calling): Promise<OfflineBatch[]>
  settle(batch: OfflineBatch, calling: Calling): Promise<void>
}
