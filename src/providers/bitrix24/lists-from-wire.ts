import * as z from 'zod'
import type { CrmUserId } from '#src/ids.ts'
import type { CrmDepartment, CrmPerson, CrmPipeline, CrmStage } from '#src/providers/crm-lists.ts'
import { Id, OptionalId, outcomeOf } from './from-wire.ts'
import { understood } from './wire.ts'

/** A list of numbers or of texts; of people without a department it is empty, `false`, or holds nothing. */
const DepartmentIds = z.unknown().transform((given) =>
  (Array.isArray(given) ? given : []).flatMap((id) => {
    const read = Id.safeParse(id)
    return read.success ? [read.data] : []
  }),
)

export const People = z.array(
  z
    .looseObject({
      ID: Id,
      NAME: z.string().nullish(),
      LAST_NAME: z.string().nullish(),
      EMAIL: z.string().nullish(),
      ACTIVE: z.boolean().nullish(),
      UF_DEPARTMENT: DepartmentIds,
    })
    .transform(
      ({ ID, NAME, LAST_NAME, EMAIL, ACTIVE, UF_DEPARTMENT }): CrmPerson => ({
        id: ID as CrmUserId,
        name: [NAME, LAST_NAME].filter(Boolean).join(' '),
        email: EMAIL || null,
        isActive: ACTIVE !== false,
        departmentIds: UF_DEPARTMENT,
      }),
    ),
)

/** The root has no PARENT, and who has no head has no UF_HEAD. */
export const Departments = z.array(
  z
    .looseObject({
      ID: Id,
      NAME: z.string().nullish(),
      SORT: z.coerce.number(),
      PARENT: OptionalId,
      UF_HEAD: OptionalId,
    })
    .transform(
      ({ ID, NAME, SORT, PARENT, UF_HEAD }): CrmDepartment => ({
        departmentId: ID,
        name: NAME ?? '',
        parentId: PARENT ?? null,
        headId: (UF_HEAD ?? null) as CrmUserId | null,
        position: SORT,
      }),
    ),
)

const Categories = z.looseObject({
  // The pipeline that every portal begins with has the number 0.
  categories: z.array(
    z.looseObject({ id: z.coerce.number().int(), name: z.string(), sort: z.coerce.number() }),
  ),
})
export const pipelinesFromWire = (result: unknown): CrmPipeline[] =>
  understood(Categories, result)
    .categories.map(({ id, name, sort }) => ({ pipelineId: id, name, position: sort }))
    .toSorted((a, b) => a.position - b.position || a.pipelineId - b.pipelineId)

const Stage = z.looseObject({
  STATUS_ID: z.string(),
  NAME: z.string(),
  SORT: z.coerce.number(),
  SEMANTICS: z.string().nullish(),
  COLOR: z.string().nullish(),
})
export const stagesFromWire = (pipelineId: number, rows: unknown): CrmStage[] =>
  understood(z.array(Stage), rows)
    .map(({ STATUS_ID, NAME, SORT, SEMANTICS, COLOR }) => ({
      stageId: STATUS_ID,
      pipelineId,
      name: NAME,
      position: SORT,
      outcome: outcomeOf(SEMANTICS),
      color: COLOR && /^#[\da-f]{6}$/i.test(COLOR) ? COLOR.toLowerCase() : null,
    }))
    .toSorted((a, b) => a.position - b.position)
