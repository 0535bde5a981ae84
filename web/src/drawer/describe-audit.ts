import type { TicketAudit } from '../../../src/db/audit.ts'
import type { Relation } from '../../../src/tickets/link.ts'
import type { AuditLine } from '../tickets/ticket-api.ts'
import { FIELDS, type FieldName, withoutStage } from './field-words.ts'

/** By what each kind of line is told; a few are told by more. */
const VERBS = {
  'ticket-opened': 'opened',
  'message-added': 'changed',
  'ticket-changed': 'changed',
  'ticket-change-refused': 'refused',
  'ticket-pushed': 'pushed',
  'ticket-mirrored': 'mirrored',
  'ticket-closed': 'closed',
  'ticket-closed-by-time': 'closedByTime',
  'ticket-closing-announced': 'closingAnnounced',
  'ticket-reopened': 'reopened',
  'ticket-rated': 'rated',
  'ticket-escalated': 'escalated',
  'ticket-assigned-by-turn': 'assignedByTurn',
  'ticket-snoozed': 'snoozed',
  'ticket-woken': 'woken',
  'ticket-linked': 'linked',
  'ticket-unlinked': 'unlinked',
  'ticket-merged': 'mergedInto',
  'ticket-unmerged': 'unmergedFrom',
  'ticket-split': 'split',
  'ticket-erased': 'erased',
  'watchers-changed': 'watcherAdded',
  'macro-applied': 'macro',
  'rules-applied': 'ruled',
  'clocks-reckoned': 'reckoned',
  'file-infected': 'infected',
  'letter-returned': 'returned',
} as const satisfies Record<TicketAudit, string>

const SAID: Record<string, Verb> = { comment: 'commented', note: 'noted', email: 'mailed' }
type Verb =
  | (typeof VERBS)[TicketAudit]
  | 'commented'
  | 'noted'
  | 'mailed'
  | 'wroteByMail'
  | 'openedByMail'
  | 'openedInCrm'
  | 'goneInCrm'
  | 'backInCrm'
  | 'mergedFrom'
  | 'unmergedInto'
  | 'watcherRemoved'
  | 'followed'
  | 'unfollowed'

type Change = { field: FieldName; from: unknown; to: unknown }
export type Told = {
  /** Of one line there may be several things to tell. */
  key: string
  at: string
  actor: string | null
  verb: Verb
  changes: Change[]
  detail: string | null
  relation: Relation | null
  /** The moment that it is about. */
  moment: string | null
}
type Part = Pick<Told, 'verb'> & Partial<Pick<Told, 'changes' | 'detail' | 'relation' | 'moment'>>

/** They say all by themselves; of all else what counts is what it changed. */
const ALONE = new Set<Verb>([
  ...(['closed', 'closedByTime', 'closingAnnounced', 'reopened', 'rated', 'escalated'] as const),
  ...(['assignedByTurn', 'snoozed', 'woken', 'erased', 'infected', 'returned', 'macro', 'ruled'] as const),
])

/** In which column of a ticket each field is kept. */
const COLUMNS: Partial<Record<FieldName, string>> = {
  assignee: 'responsible',
  stage: 'stage_id',
  category: 'service_category',
  department: 'assignee_department',
  deadline: 'date_deadline',
}

/** A line of the audit log as people tell it: nothing, where nothing in it is for anybody to read. */
export function describeAudit(line: AuditLine): Told[] {
  const parts = [...ownParts(line), ...partsBeside(line)]
  return parts.map((part) => ({
    ...{ key: `${line.id}-${part.verb}`, at: line.at, actor: line.actor?.name ?? null },
    ...{ changes: [], detail: null, relation: null, moment: null },
    ...part,
  }))
}

function ownParts(line: AuditLine): Part[] {
  const { action, before, after } = line
  const verb = isKnown(action) ? VERBS[action] : 'changed'
  const changes = changesOf(before, after)
  switch (verb) {
    case 'opened':
      return [{ verb: after?.by_mail === true ? 'openedByMail' : verb }]
    case 'pushed':
      return typeof after?.deal_id === 'number' ? [{ verb, detail: `#${after.deal_id}` }] : []
    case 'mirrored':
      return before === null ? [{ verb: 'openedInCrm' }] : inCrm(line, changes)
    case 'refused':
      return [{ verb, detail: textOf(after?.reason), changes: wishes(after?.changes) }]
    case 'linked':
    case 'unlinked':
      return [{ verb, ...linkOf(after ?? before) }]
    case 'mergedInto':
      return typeof after?.merged_from_id === 'number'
        ? [{ verb: 'mergedFrom', detail: ticketOf(line, after.merged_from_id) }]
        : [{ verb, detail: ticketOf(line, after?.merged_into_id), changes }]
    case 'unmergedFrom':
      return [{ verb, detail: ticketOf(line, before?.merged_from_id) }]
    case 'split':
      return [{ verb, detail: textOf(after?.ticket_number) }]
    case 'watcherAdded':
      return watching(line)
    default: {
      const said = action === 'message-added' && typeof after?.kind === 'string' ? SAID[after.kind] : null
      if (said) return [{ verb: after?.by_mail === true ? 'wroteByMail' : said }]
      const isTold = ALONE.has(verb) || changes.length > 0
      return isTold ? [{ verb, changes, detail: namesIn(after), moment: momentIn(after) }] : []
    }
  }
}

/** What comes with something else that was done. */
function partsBeside(line: AuditLine): Part[] {
  const { action, before, after } = line
  const parts: Part[] = []
  if (typeof before?.merged_into_id === 'number' && after?.merged_into_id === null)
    parts.push({ verb: 'unmergedInto', detail: ticketOf(line, before.merged_into_id) })
  if (action !== 'ticket-woken' && before?.snoozed_until && after?.snoozed_until === null)
    parts.push({ verb: 'woken' })
  return parts
}

function inCrm({ before, after }: AuditLine, changes: Change[]): Part[] {
  const isGone = (values: AuditLine['after']) => Boolean(values?.crm_deleted_at ?? values?.crm_left_at)
  const verb: Verb = isGone(before) === isGone(after) ? 'mirrored' : isGone(after) ? 'goneInCrm' : 'backInCrm'
  return verb === 'mirrored' && changes.length === 0 ? [] : [{ verb, changes }]
}

/** Who is more, and who is less: whoever did it for themselves is named once. */
function watching({ actor, before, after, people }: AuditLine): Part[] {
  const [were, are] = [before?.watcher_ids, after?.watcher_ids].map(idsOf) as [number[], number[]]
  const told = (ids: number[], own: Verb, others: Verb): Part[] => {
    const some = ids.filter((id) => id !== actor?.id)
    return [
      ...(some.length < ids.length ? [{ verb: own }] : []),
      ...(some.length > 0 ? [{ verb: others, detail: some.map(nameOf).join(', ') }] : []),
    ]
  }
  const nameOf = (id: number) => people.find((one) => one.id === id)?.name ?? `#${id}`
  return [
    ...told(
      are.filter((id) => !were.includes(id)),
      'followed',
      'watcherAdded',
    ),
    ...told(
      were.filter((id) => !are.includes(id)),
      'unfollowed',
      'watcherRemoved',
    ),
  ]
}

const idsOf = (ids: unknown): number[] => (Array.isArray(ids) ? ids : [])

const ticketOf = ({ tickets }: AuditLine, id: unknown) =>
  tickets.find((one) => one.id === id)?.ticket_number ?? (typeof id === 'number' ? `#${id}` : null)

const linkOf = (link: AuditLine['after']): Pick<Part, 'detail' | 'relation'> => ({
  detail: textOf(link?.ticket_number),
  // Of one of the words that the server knows.
  relation: (textOf(link?.relation) as Relation | null) ?? null,
})

const isKnown = (action: string): action is TicketAudit => Object.hasOwn(VERBS, action)

function changesOf(before: AuditLine['before'], after: AuditLine['after']): Change[] {
  const all = FIELDS.flatMap((field) => {
    const column = COLUMNS[field] ?? field
    if (!after || !before || !(column in after)) return []
    // Of a reading of the CRM that knew nothing before there is nothing to tell.
    if (field === 'stage' && !before[column]) return []
    return [{ field, from: before[column], to: after[column] }]
  })
  return withoutStage(all)
}

const NAMES_OF_PATCH: Partial<Record<FieldName, string>> = { assignee: 'assigned_to', stage: 'stage_id' }

/** What was wanted, under the names of PATCH. */
function wishes(changes: unknown): Change[] {
  if (typeof changes !== 'object' || changes === null) return []
  const wanted = new Map(Object.entries(changes))
  return FIELDS.flatMap((field) => {
    const name = NAMES_OF_PATCH[field] ?? field
    return wanted.has(name) ? [{ field, from: null, to: wanted.get(name) }] : []
  })
}

/** Of rules and of a macro, as they were called then. */
function namesIn(after: AuditLine['after']): string | null {
  const named = after?.rules ?? (after?.macro ? [after.macro] : null)
  return Array.isArray(named) ? named.map(({ name }: { name: string }) => `“${name}”`).join(', ') : null
}

const momentIn = (after: AuditLine['after']) => textOf(after?.snoozed_until) ?? textOf(after?.closes_at)

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
