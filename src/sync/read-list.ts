import type { DictionaryName } from '#src/db/crm-schema.ts'
import { type Calling, CrmError, type CrmProvider } from '#src/providers/crm-provider.ts'
import type { List } from './store-list.ts'

/** Asks the CRM for all of a list, as it is to be stored. `pipelines`: those whose stages are kept. */
export async function readList(
  crm: CrmProvider,
  name: DictionaryName,
  pipelines: readonly number[],
  calling: Calling,
): Promise<List[]> {
  if (name === 'people') return [peopleOf(believable(await crm.people(calling)))]
  if (name === 'departments') return [departmentsOf(believable(await crm.departments(calling)))]
  const listed = believable(await crm.pipelines(calling))
  const wanted = pipelines.filter((id) => listed.some(({ pipelineId }) => pipelineId === id))
  const stages = await Promise.all(wanted.map(async (id) => believable(await crm.stages(id, calling))))
  return [pipelinesOf(listed), stagesOf(stages.flat(), pipelines)]
}

/** There is no CRM without anybody in it: it is not allowed to tell us, or in trouble, and nobody is gone. */
function believable<T>(rows: T[]): T[] {
  if (rows.length === 0) throw new CrmError('unknown', 'empty-list', 'The CRM gave a list with nothing in it')
  return rows
}

type Answers<Verb extends 'people' | 'departments' | 'pipelines' | 'stages'> = Awaited<
  ReturnType<CrmProvider[Verb]>
>

const pipelinesOf = (pipelines: Answers<'pipelines'>): List => ({
  table: 'crm_pipelines',
  rows: pipelines.map(({ pipelineId, name, position }) => ({ pipeline_id: pipelineId, name, position })),
})

const stagesOf = (stages: Answers<'stages'>, pipelineIds: readonly number[]): List => ({
  table: 'crm_stages',
  rows: stages.map(({ stageId, pipelineId, name, position, outcome, color }) => ({
    stage_id: stageId,
    pipeline_id: pipelineId,
    name,
    position,
    outcome,
    color,
  })),
  pipelineIds,
})

const peopleOf = (people: Answers<'people'>): List => ({
  table: 'crm_people',
  rows: people.map(({ id, name, email, isActive, departmentIds }) => ({
    crm_user_id: id,
    name,
    email,
    is_active: isActive,
    department_ids: departmentIds,
  })),
})

const departmentsOf = (departments: Answers<'departments'>): List => ({
  table: 'crm_departments',
  rows: departments.map(({ departmentId, name, parentId, headId, position }) => ({
    department_id: departmentId,
    name,
    parent_id: parentId,
    head_id: headId,
    position,
  })),
})
