import { S3_ACCOUNT } from '#sandbox/s3/s3.ts'
import { createMinio } from '#src/providers/minio.ts'
import { readCrm } from '#test/invariants/crm-state.ts'
import { wrongFacts } from '#test/invariants/facts-agree.ts'
import { type Job, keptPromises, type Underway } from '#test/invariants/kept-promises.ts'
import { oneDealEach } from '#test/invariants/one-deal-each.ts'
import { readRequests, withinLimits } from '#test/invariants/within-limits.ts'
import type { Employee } from './employee.ts'
import type { FrailGateway } from './frail-gateway.ts'

const BUCKET = 'anexos-email-bitrix'

/** I1, I5 and I7, once nothing is left to do; what people were told is held against what is there. */
export async function brokenInvariants(
  gateway: FrailGateway,
  people: readonly Employee[],
): Promise<string[]> {
  await gateway.settle()
  for (const person of people) for (const ticket of person.tickets) await person.looksAt(ticket)
  const accepted = people.flatMap(({ tickets }) => tickets)
  const crm = await readCrm(gateway.sandbox.url)
  const { requests, limits } = await readRequests(gateway.sandbox.url)
  const closed = new Map(accepted.flatMap((one) => (one.rating ? [[one.ticketNumber, one.rating]] : [])))
  const open = crm.deals.filter(({ ticketNumber, rating, stageId }) => {
    const expected = closed.get(ticketNumber ?? '')
    return expected !== undefined && (Number(rating) !== expected || !stageId.endsWith(':WON'))
  })
  return [
    ...oneDealEach(accepted, crm).map((problem) => `I1: ${problem}`),
    ...open.map(
      ({ ticketNumber, stageId, rating }) =>
        `${ticketNumber} was closed, and is ${stageId} with rating ${rating}`,
    ),
    ...(await bytesMissing(gateway)).map((problem) => `I1: ${problem}`),
    ...withinLimits(requests, limits).map((problem) => `I5: ${problem}`),
    ...keptPromises(...(await promises(gateway))).map((problem) => `I7: ${problem}`),
    ...(await wrongFacts(gateway.sql)),
  ]
}

async function promises({ sql }: FrailGateway): Promise<[Job[], Underway[]]> {
  const jobs = await sql<Job[]>`
    select id::int, name, key, state, run_at as "runAt", lease_until as "leaseUntil" from jobs`
  const underway = await sql<Underway[]>`
    select ticket_number as what, 'ticket:' || id as key, crm_status as "crmStatus" from deals
      where crm_status in ('pending', 'failed')
    union all select 'message ' || id, 'ticket:' || ticket_id, crm_status from activities
      where crm_status in ('pending', 'failed')
    union all select 'file ' || id, 'ticket:' || ticket_id, crm_status from files
      where crm_status in ('pending', 'failed')`
  return [jobs, underway]
}

/** Rows whose bytes are not all in the store. */
async function bytesMissing({ sql, sandbox }: FrailGateway): Promise<string[]> {
  const store = createMinio({ endpoint: sandbox.s3Url, bucket: BUCKET, ...S3_ACCOUNT })
  const sizes = new Map<string, number>()
  for await (const { key, sizeBytes } of store.list('')) sizes.set(key, sizeBytes)
  store.close()
  const rows = await sql<
    { key: string; sizeBytes: number }[]
  >`select key, size_bytes as "sizeBytes" from files`
  return rows
    .filter(({ key, sizeBytes }) => sizes.get(key) !== sizeBytes)
    .map(({ key, sizeBytes }) => `${key} has ${sizes.get(key) ?? 'no'} bytes of ${sizeBytes}`)
}
