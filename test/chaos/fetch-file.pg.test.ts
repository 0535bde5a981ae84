import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { CrmFileId, MessageId, TicketId } from '#src/ids.ts'
import { brokenPromises } from '#src/jobs/broken-promises.ts'
import { expectFiles } from '#src/sync/expect-files.ts'
import { crmPerson } from '#test/crm-person.ts'
import { PNG } from '#test/files/samples.ts'
import { opensTicket, says } from '#test/files/ticket-row.ts'
import { type FrailGateway, startFrailGateway } from './frail-gateway.ts'

const PICTURE = Buffer.concat([PNG, Buffer.alloc(1_500_000, 7)])
const DIGEST = createHash('sha256').update(PICTURE).digest('hex')
/** Around the row first of all; the whole takes minutes. */
const STEPS =
  process.env.CHAOS === 'full'
    ? /disk|download|store|crm_files/
    : /^(?:after crm download|(?:before|after) (?:file store PUT|commit crm_files))/

/** Somebody attaches a picture in the CRM, and the mirror has read it. */
async function isAttached(gateway: FrailGateway, ticketId: TicketId): Promise<void> {
  const person = crmPerson({ sandbox: { url: gateway.crmUrl } })
  const dealId = await person.opens({ title: 'Impressora' })
  await person.comments(dealId, 'Veja', { FILES: [['tela.png', PICTURE.toString('base64')]] })
  const [comment] = await person.call<{ FILES: Record<string, { id: number }> }[]>(
    'crm.timeline.comment.list',
    { filter: { ENTITY_TYPE: 'deal', ENTITY_ID: dealId } },
  )
  const activityId = (await says(gateway, ticketId)) as MessageId
  const files = Object.values(comment?.FILES ?? {}).map(({ id }) => ({ fileId: id as CrmFileId }))
  await gateway.db.transaction((tx) => expectFiles(tx, { ticketId, activityId, files }))
}

test('F-03, I7: killed once at every step between the CRM and the row, a file is here once and whole', async () => {
  await using gateway = await startFrailGateway({ CRM_RATE: '40', CRM_BURST: '200' })
  await gateway.control('PUT', 'limits', { enabled: true, rate: 40, burst: 200 })
  const { fuse } = gateway
  const ticketId = await opensTicket(gateway, null)
  const fetches = async () => {
    await isAttached(gateway, ticketId)
    await gateway.settle()
    await gateway.isQuietOutside()
  }
  // The first one makes the bucket.
  await fetches()
  fuse.forget()
  await fetches()
  const names = fuse.steps().map((step) => step.replace(/ #\d+$/, ''))
  const steps = [...new Set(names)].filter((name) => STEPS.test(name))
  for (const step of steps) {
    fuse.forget()
    fuse.arm((name) => name.startsWith(step))
    await fetches()
    expect(fuse.blownAt() ?? 'never').toContain(step)
    fuse.disarm()
    await gateway.whenUp()
  }
  expect(steps.length).toBeGreaterThanOrEqual(5)
  const rows = await gateway.sql`
    select crm_files.state, files.sha256, files.activity_id = crm_files.activity_id as is_there
    from crm_files left join files on files.id = crm_files.file_id`
  expect(rows.map((row) => row)).toEqual(
    Array(steps.length + 2).fill({ state: 'here', sha256: DIGEST, is_there: true }),
  )
  expect(await gateway.sql`select id from files`, 'none of them twice').toHaveLength(steps.length + 2)
  expect(await brokenPromises(gateway.db)).toEqual([])
  expect(await gateway.sql`select from jobs where state = 'dead'`).toHaveLength(0)
}, 900_000)
