import type { CrmPart } from '#src/jobs/change-shapes.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import { parsePriority } from '#src/tickets/priority.ts'
import type { TicketRow } from '#src/tickets/queries.ts'
import { TEXTS, textOf, titleOf } from './deal-columns.ts'
import { type Difference, type Shown, shown } from './drift.ts'
import type { KeptDeal } from './kept-deal.ts'
import type { OnItsWay } from './local-truth.ts'
import { mergeMoment, mergeValue } from './merge-value.ts'
import { storableText } from './storable.ts'

type Known = {
  /** null: there is none here. */
  row: TicketRow | null
  /** null: the CRM has it no more. */
  deal: CrmDeal | null
  /** The CRM has it in a pipeline that is mirrored. */
  isHere: boolean
  /** Whether its stage means that the ticket is closed. */
  isClosedThere: boolean
  onItsWay: ReadonlyMap<CrmPart, OnItsWay>
}

export const KEPT_HERE = 'kept here: the CRM shows none'
const NO_FIELD = 'kept here: the CRM has no such field'
const NO_CHOICE = 'kept here: the CRM names no priority that is known'
const NOBODY = 'kept here: the CRM knows no deal of nobody, and nobody without an account there'

/**
 * Field by field, and what may differ with its reason. It does not ask what a reading would write: what the mirror gets wrong
 * shall show. The document of a person goes out only, and is not compared.
 */
export function compareDeal(known: Known): Difference[] {
  const { row, deal, isHere } = known
  if (!row) return deal && isHere ? [differs('row', null, titleOf(deal))] : []
  if (!deal) return row.crmDeletedAt ? [] : [differs('deleted', null, 'deleted')]
  const buried = row.crmDeletedAt ? [differs('deleted', row.crmDeletedAt, null)] : []
  if (!isHere)
    return row.crmLeftAt ? buried : [...buried, differs('pipeline', row.pipelineId, deal.pipelineId)]
  return [
    ...buried,
    ...(row.crmLeftAt ? [differs('left', row.crmLeftAt, null)] : []),
    ...compareFields(row, deal, known),
  ]
}

function compareFields(row: TicketRow, deal: CrmDeal, { isClosedThere, onItsWay }: Known): Difference[] {
  const base = (row.crmSnapshot ?? undefined) as KeptDeal | undefined
  const { fields } = deal
  const found: (Difference | null)[] = [
    pair('title', row.title, titleOf(deal), { base: base?.title }),
    row.pipelineId === deal.pipelineId ? null : differs('pipeline', row.pipelineId, deal.pipelineId),
    isSameText(row.stageId, storableText(deal.stageId).slice(0, 50))
      ? null
      : differs('stage', row.stageId, deal.stageId),
    (row.status === 'closed') === isClosedThere
      ? null
      : differs('status', row.status, isClosedThere ? 'closed' : 'not closed'),
    ...TEXTS.map(({ column, field, most }) =>
      pair(field, row[column] || null, textOf(fields[field], most), { base: base?.fields[field] }),
    ),
    comparePriority(row, deal),
    compareMoment(row, deal, base),
    compareRating(row, deal, base),
    compareResponsible(row, deal, base),
  ]
  return found.flatMap((one) => (one ? holdBack(one, onItsWay) : []))
}

/** What is on its way to the CRM is right here, until the job is done or a person decides. */
function holdBack(difference: Difference, onItsWay: Known['onItsWay']): Difference {
  const part = PART_OF[difference.field]
  const job = part && onItsWay.get(part)
  if (!job) return difference
  const exempt = `waits for job ${job.jobId}${job.isDead ? ', which is dead' : ''}`
  return { ...difference, exempt, isStuck: job.isDead }
}

const PART_OF: Readonly<Record<string, CrmPart>> = {
  title: 'title',
  stage: 'stage',
  status: 'stage',
  priority: 'priority',
  deadline: 'deadline',
  responsible: 'responsible',
  rating: 'rating',
  ...Object.fromEntries(TEXTS.flatMap(({ field, part }) => (part ? [[field, part]] : []))),
}

type Text = string | null
const isSameText = (one: Text, other: Text) => one === other

function pair(
  field: string,
  ours: Text,
  theirs: Text | undefined,
  { base }: { base: Text | undefined },
): Difference | null {
  if (ours === (theirs ?? null)) return null
  if (theirs === undefined) return differs(field, ours, null, NO_FIELD)
  if (theirs === null) return differs(field, ours, null, (base ?? null) === null ? KEPT_HERE : null)
  // The same in another way of writing is the same.
  return mergeValue(ours, theirs, undefined) === ours ? null : differs(field, ours, theirs)
}

function comparePriority({ priority }: TicketRow, { fields }: CrmDeal): Difference | null {
  const label = fields.priority ?? null
  const theirs = label === null ? null : parsePriority(label)
  if (theirs === priority) return null
  return differs('priority', priority, label, theirs === null ? NO_CHOICE : null)
}

function compareMoment(
  { dateDeadline: ours }: TicketRow,
  { fields }: CrmDeal,
  base: KeptDeal | undefined,
): Difference | null {
  const theirs = fields.deadline
  if (ours === null && !theirs) return null
  if (ours === null || !theirs)
    return pair('deadline', ours?.toISOString() ?? null, theirs, { base: base?.fields.deadline })
  return mergeMoment(ours, theirs, undefined) === ours ? null : differs('deadline', ours, theirs)
}

function compareRating(
  { rating }: TicketRow,
  { fields }: CrmDeal,
  base: KeptDeal | undefined,
): Difference | null {
  const stars = Number(fields.rating)
  const theirs = fields.rating
    ? Number.isInteger(stars) && stars >= 1 && stars <= 5
      ? String(stars)
      : undefined
    : fields.rating
  return pair('rating', rating?.toString() ?? null, theirs, { base: base?.fields.rating })
}

function compareResponsible(
  { responsibleCrmId: ours }: TicketRow,
  { responsibleId: theirs }: CrmDeal,
  base: KeptDeal | undefined,
): Difference | null {
  if (ours === theirs) return null
  const isLocal = ours === null && (base === undefined || base.responsibleId === theirs)
  return differs('responsible', ours, theirs, isLocal ? NOBODY : null)
}

function differs(field: string, ours: Shown, theirs: Shown, exempt: string | null = null): Difference {
  return { object: 'deal', field, ours: shown(ours), theirs: shown(theirs), exempt, isStuck: false }
}
