import type { AuditLine } from '../tickets/ticket-api.ts'
import { FIELDS, type FieldName, withoutStage } from './field-words.ts'

export type Verb =
  | 'opened'
  | 'commented'
  | 'noted'
  | 'mailed'
  | 'changed'
  | 'pushed'
  | 'mirrored'
  | 'refused'
  | 'closedByTime'
  | 'escalated'
  | 'infected'
  | 'snoozed'
  | 'woken'
  | 'ruled'
type Change = { field: FieldName; from: unknown; to: unknown }
export type Told = {
  id: number
  at: string
  actor: string | null
  verb: Verb
  changes: Change[]
  detail: string | null
}

const VERBS: Record<string, Verb> = {
  'ticket-opened': 'opened',
  'ticket-changed': 'changed',
  'ticket-pushed': 'pushed',
  'ticket-mirrored': 'mirrored',
  'ticket-change-refused': 'refused',
  'ticket-closed-by-time': 'closedByTime',
  'ticket-escalated': 'escalated',
  'file-infected': 'infected',
  'ticket-snoozed': 'snoozed',
  'ticket-woken': 'woken',
  'rules-applied': 'ruled',
}
/** They say all by themselves. */
const ALONE = new Set<Verb>(['opened', 'closedByTime', 'escalated', 'infected', 'snoozed', 'woken'])
const SAID: Record<string, Verb> = { comment: 'commented', note: 'noted', email: 'mailed' }

/** In which column of a ticket each field is kept. */
const COLUMNS: Partial<Record<FieldName, string>> = {
  assignee: 'responsible',
  stage: 'stage_id',
  category: 'service_category',
  department: 'assignee_department',
  deadline: 'date_deadline',
}

/** A line of the audit log as people tell it; null: nothing in it that anybody reads. */
export function describeAudit({ id, at, action, actor, before, after }: AuditLine): Told | null {
  const changes = action === 'ticket-opened' ? [] : changesOf(before, after)
  const told = { id, at, actor: actor?.name ?? null, changes, detail: null }
  if (action === 'message-added' && typeof after?.kind === 'string') {
    const verb = SAID[after.kind]
    return verb ? { ...told, verb } : null
  }
  const verb = VERBS[action]
  if (verb === 'pushed') {
    const number = after?.deal_id
    return typeof number === 'number' ? { ...told, verb, detail: `#${number}` } : null
  }
  if (verb === 'ruled') return { ...told, verb, detail: namesOf(after?.rules) }
  if (verb === 'refused')
    return { ...told, verb, detail: textOf(after?.reason), changes: wishes(after?.changes) }
  if (verb && ALONE.has(verb)) return { ...told, verb }
  // Of all else what counts is what it changed.
  return changes.length === 0 ? null : { ...told, verb: verb ?? 'changed' }
}

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

/** Of rules, as they were called then. */
const namesOf = (rules: unknown) =>
  Array.isArray(rules) ? rules.map(({ name }: { name: string }) => `“${name}”`).join(', ') : null

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
