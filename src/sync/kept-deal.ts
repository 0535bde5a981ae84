import { createHash } from 'node:crypto'
import type { FieldValues } from '#src/providers/crm-fields.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import { storable } from './storable.ts'

/** As `crm_snapshot` holds it: what was read, in our words and in the CRM's own. Documents of persons are not in it. */
export type KeptDeal = Pick<CrmDeal, 'title' | 'pipelineId' | 'stageId' | 'outcome' | 'responsibleId'> & {
  fields: FieldValues
}

/** Of a deal that was not known at all: all that the CRM says of it is news. */
export const NEVER_READ: KeptDeal = {
  title: '',
  pipelineId: -1,
  stageId: '',
  outcome: 'open',
  responsibleId: null,
  fields: {},
}

export function keptDeal(deal: CrmDeal, digest = digestOf(deal)): Record<string, unknown> {
  return { ...(storable(openParts(deal)) as object), digest }
}

/** Two that are read alike have the same, whichever method of the CRM gave them in whichever order. */
export const digestOf = (deal: CrmDeal) =>
  createHash('sha256')
    .update(inOrder(openParts(deal)))
    .digest('base64url')

function openParts({ fields, ...deal }: CrmDeal) {
  const { cpf: _cpf, ...open } = fields
  return { ...deal, fields: open }
}

function inOrder(value: unknown): string {
  if (value === null || typeof value !== 'object' || value instanceof Date) return JSON.stringify(value) ?? ''
  if (Array.isArray(value)) return `[${value.map(inOrder).join()}]`
  const all = value as Record<string, unknown>
  let text = ''
  for (const name of Object.keys(all).sort())
    if (all[name] !== undefined) text += `${name}:${inOrder(all[name])},`
  return `{${text}}`
}
