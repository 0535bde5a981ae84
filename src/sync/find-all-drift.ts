import { sql } from 'drizzle-orm'
import type { Db } from '#src/db/connect.ts'
import type { DealId } from '#src/ids.ts'
import type { CrmDeal } from '#src/providers/crm-provider.ts'
import { sampleDeals } from './choose-deals.ts'
import { type CompareNeeds, compareListed } from './compare-deals.ts'
import type { DriftReport } from './drift.ts'
import { exemptOf, type Found, findDrift, isWrong } from './find-drift.ts'

type How = {
  mendMs: number
  /** So many are compared with all that hangs on them, whether anything else differs or not. */
  sample: number
  progress?: (compared: number) => void
}

const AT_ONCE = 50
const BACKGROUND = { priority: 'background' } as const

/**
 * Every deal, page by page as the CRM lists them; what seems to differ there is looked at again alone, because a page grows old
 * while others are read. Deals that are in no list are asked for by their numbers.
 */
export async function findAllDrift(needs: CompareNeeds, { mendMs, sample, progress }: How): Promise<Found> {
  const { db, crm, pipelines } = needs
  const all: Found = { compared: 0, differing: 0, mended: 0, findings: [], exempt: [], unreadable: [] }
  const [suspects, listed] = [new Set<DealId>(), new Set<DealId>()]
  const look = async (page: readonly CrmDeal[]) => {
    const compared = await compareListed(needs, page)
    for (const { dealId, differences } of compared)
      if (differences.some((one) => isWrong(one) || one.isStuck)) suspects.add(dealId)
    all.exempt.push(...exemptOf(compared.filter(({ dealId }) => !suspects.has(dealId))))
    for (const { dealId } of page) listed.add(dealId)
    progress?.(listed.size)
  }
  for await (const page of crm.dealsChangedSince(new Date(0), pipelines, BACKGROUND)) await look(page)
  for await (const dealId of mirrored(db)) if (!listed.has(dealId)) suspects.add(dealId)
  for (const dealId of await sampleDeals(db, sample)) suspects.add(dealId)

  const rest = [...suspects].sort((a, b) => a - b)
  for (let at = 0; at < rest.length; at += AT_ONCE)
    add(all, await findDrift(needs, rest.slice(at, at + AT_ONCE), { mendMs }))
  return { ...all, compared: new Set([...listed, ...rest]).size }
}

function add(all: Found, part: Found): void {
  all.differing += part.differing
  all.mended += part.mended
  all.findings.push(...part.findings)
  all.exempt.push(...part.exempt)
  all.unreadable.push(...part.unreadable)
}

/** Those that should be in the CRM's lists. */
async function* mirrored(db: Db): AsyncIterable<DealId> {
  for (let after = 0; ; ) {
    const rows = await db.execute<{ deal_id: DealId }>(sql`
      select deal_id from deals where deal_id > ${after} and crm_deleted_at is null and crm_left_at is null
      order by deal_id limit 1000`)
    for (const { deal_id } of rows) yield deal_id
    const last = rows.at(-1)?.deal_id
    if (last === undefined) return
    after = last
  }
}

export const isAllMended = ({ differing, mended }: Pick<DriftReport, 'differing' | 'mended'>) =>
  differing === mended
