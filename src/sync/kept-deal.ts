import { isDeepStrictEqual } from 'node:util'
import type { CrmDeal, FieldValues } from '#src/providers/crm-provider.ts'
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

export function keptDeal({ fields, ...deal }: CrmDeal): Record<string, unknown> {
  const { cpf: _cpf, ...open } = fields
  return storable({ ...deal, fields: open }) as Record<string, unknown>
}

export const isSameDeal = (kept: unknown, read: Record<string, unknown>) => isDeepStrictEqual(kept, read)
