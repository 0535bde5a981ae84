import type { Ports } from '#src/ports.ts'
import type { FieldCheck, TicketField } from '#src/providers/crm-fields.ts'
import { CrmError } from '#src/providers/crm-provider.ts'

/** Holds what we were told about the CRM against the CRM, which anybody there may change at any time. */
export type CrmCheck = {
  /** What keeps tickets out of the CRM, in sentences. None also while the CRM cannot be asked. */
  run(): Promise<string[]>
  /** What the CRM offers for a field, as the last check found it. Empty: anything, or nobody knows. */
  choicesOf(field: TicketField): readonly string[]
}

type Needed = Pick<Ports, 'crm' | 'log' | 'stageMap'> & { pipelines: readonly number[] }
type Finding = { text: string; isFatal: boolean }

const BACKGROUND = { priority: 'background' } as const
const HINT = 'npm run ponte -- crm:fields shows all of them'

export function createCrmCheck({ crm, log, stageMap, pipelines }: Needed): CrmCheck {
  let told = '[]'
  let known: readonly FieldCheck[] = []

  async function find(): Promise<Finding[]> {
    const [fields, listed] = await Promise.all([crm.checkFields(BACKGROUND), crm.pipelines(BACKGROUND)])
    known = fields
    const there = new Set(listed.map(({ pipelineId }) => pipelineId))
    const missingPipelines = pipelines.filter((id) => !there.has(id))
    return [
      ...fields.flatMap(findingOf),
      ...missingPipelines.map(missing),
      ...(await Promise.all(pipelines.filter((id) => there.has(id)).map(stagesThatAreGone))).flat(),
    ]
  }

  async function stagesThatAreGone(pipelineId: number): Promise<Finding[]> {
    const known = new Set((await crm.stages(pipelineId, BACKGROUND)).map(({ stageId }) => stageId))
    return Object.entries(stageMap[pipelineId] ?? {}).flatMap(([status, stageId]) =>
      known.has(stageId)
        ? []
        : [
            {
              text: `${status} of pipeline ${pipelineId} in crm.stages.json: the CRM has no stage ${stageId}`,
              isFatal: false,
            },
          ],
    )
  }

  /** New tickets go to the first of them; what the others lack is only not mirrored. */
  const missing = (id: number): Finding => ({
    text: `pipeline ${id} of CRM_PIPELINES: the CRM has no such pipeline`,
    isFatal: id === pipelines[0],
  })

  return {
    choicesOf: (field) => known.find((one) => one.field === field)?.choices ?? [],
    async run() {
      let findings: Finding[]
      try {
        findings = await find()
      } catch (error) {
        if (!(error instanceof CrmError)) throw error
        log.debug({ err: error }, 'the CRM could not be held against its settings')
        return []
      }
      const problems = findings.map(({ text }) => text)
      // Once, and again only when it is something else.
      if (JSON.stringify(problems) !== told) {
        told = JSON.stringify(problems)
        if (problems.length === 0) log.info('the CRM matches our settings again')
        else
          log.warn({ problems }, `The CRM does not match our settings in ${problems.length} places; ${HINT}`)
      }
      return findings.filter(({ isFatal }) => isFatal).map(({ text }) => text)
    },
  }
}

const findingOf = ({ field, place, problem, isFatal }: FieldCheck): Finding[] =>
  problem === null ? [] : [{ text: `${field ?? 'none of ours'} in ${place}: ${problem}`, isFatal }]
