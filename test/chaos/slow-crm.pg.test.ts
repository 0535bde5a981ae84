import { expect, test } from 'vitest'
import { readCrm } from '#test/invariants/crm-state.ts'
import { waitUntil } from '#test/process.ts'
import { startFrailGateway } from './frail-gateway.ts'

/** Longer than a lease, and shorter than the CRM's patience. */
const SLOW_MS = 12_000

test('W-10: killed while the CRM still works on a deal, which it makes after others have taken over: there is one all the same', async () => {
  await using gateway = await startFrailGateway({ CRM_WAIT_MS: '100' }, { timePasses: false })
  const { fuse, sandbox, sql } = gateway
  const maria = await gateway.signIn('1001')
  const filed = async (title: string) => {
    const description = 'Desde as nove ninguém consegue entrar.'
    expect([201, 202]).toContain((await maria.post('/api/v1/tickets', { title, description })).status)
  }
  // So that nobody asks for a contact any more.
  await filed('O sistema caiu de novo')
  await gateway.settle()

  const slow = { match: { method: 'crm.item.add' }, effect: 'latency', ms: SLOW_MS, times: 1 }
  await gateway.control('PUT', 'faults', [slow])
  fuse.forget()
  await filed('A impressora não liga')
  await waitUntil(async () => (await sql`select`) && fuse.steps().includes('before crm crm.item.add #1'))
  await gateway.kill()
  await waitUntil(async () => {
    const [job] = await sql`select attempts from jobs where name = 'push-ticket'`
    return job === undefined || job.attempts > 1
  })
  await gateway.isQuietOutside()
  await gateway.settle()
  const { deals } = await readCrm(sandbox.url)
  expect(deals.map(({ title }) => title).sort()).toEqual(['A impressora não liga', 'O sistema caiu de novo'])
}, 300_000)
