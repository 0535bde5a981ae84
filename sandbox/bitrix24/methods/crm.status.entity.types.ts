import { allCategories } from '#sandbox/bitrix24/crm/categories.ts'
import { stageEntity } from '#sandbox/bitrix24/crm/stages.ts'
import type { Method } from '#sandbox/bitrix24/rest/call.ts'

const plain = (id: string, name: string) => ({ ID: id, NAME: name, SEMANTIC_INFO: [] })

export const method: Method = {
  scope: 'crm',
  run({ portal }) {
    const pipelines = allCategories(portal).map(({ id, name }) => {
      const prefix = id === 0 ? '' : `C${id}:`
      return {
        ID: stageEntity(id),
        NAME: `Etapas de ${name}`,
        ...(id !== 0 && { PARENT_ID: 'DEAL_STAGE' }),
        SEMANTIC_INFO: {
          START_FIELD: `${prefix}NEW`,
          FINAL_SUCCESS_FIELD: `${prefix}WON`,
          FINAL_UNSUCCESS_FIELD: `${prefix}LOSE`,
          FINAL_SORT: 0,
        },
        ...(id !== 0 && { PREFIX: `C${id}` }),
        FIELD_ATTRIBUTE_SCOPE: id === 0 ? '' : `category_${id}`,
        ENTITY_TYPE_ID: 2,
        // The default pipeline is a number here, the others are strings.
        CATEGORY_ID: id === 0 ? 0 : String(id),
      }
    })
    return {
      result: [
        ...pipelines,
        plain('SOURCE', 'Origens'),
        plain('DEAL_TYPE', 'Tipos de negócio'),
        plain('CONTACT_TYPE', 'Tipos de contato'),
      ],
    }
  },
}
