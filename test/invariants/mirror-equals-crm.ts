import * as z from 'zod'
import type { Gateway } from './gateway-view.ts'

type Finding = z.output<typeof Finding>
const Finding = z.looseObject({
  deal_id: z.number(),
  object: z.string(),
  field: z.string(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  why_not: z.string().nullable(),
})
const Report = z.looseObject({
  compared: z.number(),
  findings: z.array(Finding),
  exempt: z.array(z.looseObject({ deal_id: z.number(), reason: z.string() })),
  next_after: z.number().nullable(),
})
export type Mirror = { compared: number; findings: Finding[]; waiting: number }

/** All that is mirrored, compared by the gateway itself with all that the CRM has of it. */
export async function compareMirror(gateway: Pick<Gateway, 'post'>): Promise<Mirror> {
  const all: Mirror = { compared: 0, findings: [], waiting: 0 }
  for (let after: number | null = 0; after !== null; ) {
    const report: z.output<typeof Report> = Report.parse(
      await gateway.post('/api/v1/admin/sync/drift', { after }),
    )
    all.compared += report.compared
    // What waits for a dead job waits for a person, and has a right to differ meanwhile.
    all.findings.push(...report.findings.filter(({ why_not }) => !why_not?.startsWith('waits for')))
    all.waiting += report.exempt.filter(({ reason }) => reason.startsWith('waits for')).length
    after = report.next_after
  }
  return all
}

/** I2: each deal that the CRM has in our pipelines is here, with all that hangs on it, and is called the same. */
export function sameAsCrm(
  { findings }: Pick<Mirror, 'findings'>,
  there: readonly { dealId: number; title: string }[],
  here: ReadonlySet<number>,
): string[] {
  const missing = there
    .filter(({ dealId }) => !here.has(dealId))
    .map(({ dealId, title }) => `deal ${dealId} "${title}" is not mirrored`)
  return [...missing, ...findings.filter((one) => !isOlder(one) && !isBack(one)).map(describe)]
}

/** I3, as far as it shows from outside: nothing here says that it is newer than what the CRM has. */
export const nothingNewer = ({ findings }: Pick<Mirror, 'findings'>) => findings.filter(isOlder).map(describe)

/** I4: nothing is shown that the CRM has no more. */
export const nothingBack = ({ findings }: Pick<Mirror, 'findings'>) => findings.filter(isBack).map(describe)

const isOlder = ({ why_not }: Finding) => why_not?.includes('older state') ?? false
const isBack = ({ field, theirs }: Finding) => field === 'deleted' && theirs === 'deleted'

const describe = ({ deal_id, object, field, ours, theirs }: Finding) =>
  `deal ${deal_id}, ${object}: ${field} is ${quoted(ours)} here and ${quoted(theirs)} in the CRM`
const quoted = (text: string | null) => (text === null ? 'nothing' : `"${text.slice(0, 80)}"`)
