import type { CrmUserId } from '#src/ids.ts'
import type { CrmDeal } from './crm-provider.ts'

/** What the CRM lists as a whole. */

export type CrmStage = {
  stageId: string
  pipelineId: number
  name: string
  position: number
  outcome: CrmDeal['outcome']
  /** As #rrggbb; null: none that can be read. */
  color: string | null
}
export type CrmPipeline = { pipelineId: number; name: string; position: number }
export type CrmPerson = {
  id: CrmUserId
  name: string
  email: string | null
  /** False once they have left the company. */
  isActive: boolean
  departmentIds: readonly number[]
}
export type CrmDepartment = {
  departmentId: number
  name: string
  /** null: the company as a whole. */
  parentId: number | null
  headId: CrmUserId | null
  position: number
}
