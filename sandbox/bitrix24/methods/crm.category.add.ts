import { dealsOnly, findCategory } from '#sandbox/bitrix24/crm/categories.ts'
import { itemInput } from '#sandbox/bitrix24/crm/items.ts'
import { addStages } from '#sandbox/bitrix24/crm/stages.ts'
import { missingParameter } from '#sandbox/bitrix24/failure.ts'
import { isAdminOnly, type Method } from '#sandbox/bitrix24/rest/call.ts'

/** A new pipeline begins with the stages that every portal has. */
const STAGES = [
  { code: 'NEW', name: 'Novo', color: '#39A8EF' },
  { code: 'PREPARATION', name: 'Preparação', color: '#2FC6F6' },
  { code: 'EXECUTING', name: 'Em execução', color: '#55D0E0' },
  { code: 'WON', name: 'Ganho', color: '#7BD500', semantics: 'S' },
  { code: 'LOSE', name: 'Perdido', color: '#FF5752', semantics: 'F' },
] as const

export const method: Method = {
  scope: 'crm',
  run({ portal, caller, params }) {
    dealsOnly(params)
    isAdminOnly(caller)
    const fields = itemInput(params)
    if (!fields.name) throw missingParameter('name')
    const id = portal.write(caller, () => {
      const added = portal.db.insert('categories', {
        NAME: String(fields.name),
        SORT: Number(fields.sort ?? 500),
        IS_DEFAULT: 'N',
        ORIGIN_ID: String(fields.originId ?? ''),
        ORIGINATOR_ID: String(fields.originatorId ?? ''),
      })
      addStages(portal, added, STAGES)
      return added
    })
    return { result: { category: findCategory(portal, id) } }
  },
}
