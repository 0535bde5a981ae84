import * as z from 'zod'
import type { CrmUserId } from '#src/ids.ts'
import type { CrmPerson, CrmStage } from '#src/providers/crm-provider.ts'
import { Id, outcomeOf } from './from-wire.ts'
import { understood } from './wire.ts'

export const People = z.array(
  z
    .looseObject({
      ID: Id,
      NAME: z.string().nullish(),
      LAST_NAME: z.string().nullish(),
      EMAIL: z.string().nullish(),
      ACTIVE: z.boolean().nullish(),
    })
    .transform(
      ({ ID, NAME, LAST_NAME, EMAIL, ACTIVE }): CrmPerson => ({
        id: ID as CrmUserId,
        name: [NAME, LAST_NAME].filter(Boolean).join(' '),
        email: EMAIL || null,
        isActive: ACTIVE !== false,
      }),
    ),
)

const Stage = z.looseObject({
  STATUS_ID: z.string(),
  NAME: z.string(),
  SORT: z.coerce.number(),
  SEMANTICS: z.string().nullish(),
})
export const stagesFromWire = (pipelineId: number, rows: unknown): CrmStage[] =>
  understood(z.array(Stage), rows)
    .map(({ STATUS_ID, NAME, SORT, SEMANTICS }) => ({
      stageId: STATUS_ID,
      pipelineId,
      name: NAME,
      position: SORT,
      outcome: outcomeOf(SEMANTICS),
    }))
    .toSorted((a, b) => a.position - b.position)
