import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import { crmDepartments, crmPeople, crmPipelines, crmStages } from '#src/db/crm-schema.ts'
import type { CrmUserId } from '#src/ids.ts'

export type Stage = typeof crmStages.$inferSelect
export type CrmPersonRow = typeof crmPeople.$inferSelect

/** What there is to choose from today; what is gone is known by its id alone, in dictionaries.ts. */
export const listPipelines = (db: Db) =>
  db
    .select()
    .from(crmPipelines)
    .where(isNull(crmPipelines.goneAt))
    .orderBy(asc(crmPipelines.position), asc(crmPipelines.pipelineId))

export const listStages = (db: Db, pipelineId: number) =>
  db
    .select()
    .from(crmStages)
    .where(and(eq(crmStages.pipelineId, pipelineId), isNull(crmStages.goneAt)))
    .orderBy(asc(crmStages.position), asc(crmStages.stageId))

export const listPeople = (db: Db) =>
  db
    .select()
    .from(crmPeople)
    .where(and(crmPeople.isActive, isNull(crmPeople.goneAt)))
    .orderBy(asc(crmPeople.name), asc(crmPeople.crmUserId))

export const listDepartments = (db: Db) =>
  db
    .select()
    .from(crmDepartments)
    .where(isNull(crmDepartments.goneAt))
    .orderBy(asc(crmDepartments.position), asc(crmDepartments.departmentId))

export async function stageById(db: Db, stageId: string): Promise<Stage | null> {
  const [stage] = await db.select().from(crmStages).where(eq(crmStages.stageId, stageId))
  return stage ?? null
}

export async function personById(db: Db, id: CrmUserId): Promise<CrmPersonRow | null> {
  const [person] = await db.select().from(crmPeople).where(eq(crmPeople.crmUserId, id))
  return person ?? null
}

export async function personByEmail(db: Db, email: string): Promise<CrmPersonRow | null> {
  const [person] = await db
    .select()
    .from(crmPeople)
    .where(
      and(
        eq(sql`lower(${crmPeople.email})`, email.toLowerCase()),
        crmPeople.isActive,
        isNull(crmPeople.goneAt),
      ),
    )
    .orderBy(asc(crmPeople.crmUserId))
  return person ?? null
}

/** False when the settings name a pipeline that was not mirrored before. */
export async function haveStages(db: Db, pipelineIds: readonly number[]): Promise<boolean> {
  const known = await db
    .selectDistinct({ pipelineId: crmStages.pipelineId })
    .from(crmStages)
    .where(inArray(crmStages.pipelineId, [...pipelineIds]))
  return known.length === new Set(pipelineIds).size
}
