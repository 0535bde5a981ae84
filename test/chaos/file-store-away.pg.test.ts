import { expect, test } from 'vitest'
import { sweepFiles } from '#src/files/sweep-files.ts'
import { formOf, PNG } from '#test/files/samples.ts'
import { readCrm } from '#test/invariants/crm-state.ts'
import { waitUntil } from '#test/process.ts'
import { PORTAL, TEXT } from '#test/refusing.ts'
import { createWorld, type World } from '#test/world.ts'
import { tryAgain } from './pass-time.ts'

const TRIES_IN_TEN_MINUTES = 20
const AWAY = {
  'nobody listens': { effect: 'reset' },
  'it answers 503': { effect: 'status', code: 503 },
} as const

for (const [how, fault] of Object.entries(AWAY))
  test(`F-11: the file store is away (${how}): text is accepted, files are asked to come later, and nothing is half there`, async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const early = await maria.post('/api/v1/uploads', formOf({ name: 'antes.png', bytes: PNG }))
    const attachments = [(early.body as { upload_id: string }).upload_id]
    await away(world, [{ match: { method: '*' }, ...fault }])
    const before = await counted(world)

    for (const answer of [
      await maria.post('/api/v1/uploads', formOf({ name: 'tela.png', bytes: PNG })),
      await maria.post('/ticket', portalTicket([{ filename: 'tela.png', content: PNG.toString('base64') }])),
    ]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'file-store-away' } })
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(await counted(world), 'nothing of what was refused is there').toEqual(before)

    expect(await maria.post('/api/v1/tickets', TEXT)).toMatchObject({ status: 201 })
    expect(await maria.post('/ticket', portalTicket([]))).toMatchObject({ status: 201 })
    const withFile = await maria.post('/api/v1/tickets', { ...TEXT, attachments })
    expect(withFile, 'its bytes are there, and can wait').toMatchObject({ status: 201 })
    const { id, deal_id: dealId } = withFile.body as { id: number; deal_id: number }
    const said = await maria.post(`/api/v1/tickets/${id}/messages`, { message: 'Alguém pode vir?' })
    expect(said).toMatchObject({ status: 201 })
    const refused = await maria.post('/ticket/comment', {
      deal_id: dealId,
      message: 'Segue a foto',
      attachments: [{ filename: 'foto.png', content: PNG.toString('base64') }],
    })
    expect(refused).toMatchObject({ status: 503, body: { code: 'file-store-away' } })
    await tryAgain(world.sql, TRIES_IN_TEN_MINUTES)
    const inCrm = async () => (await readCrm(world.sandbox.url)).deals.find((one) => one.dealId === dealId)
    expect((await inCrm())?.comments, 'what is said later does not wait for files').toMatchObject([
      { text: expect.stringContaining('Alguém pode vir?') },
    ])

    await away(world, [])
    await world.settle({ hurry: true })
    const deal = await inCrm()
    expect(deal?.comments.flatMap(({ files }) => files)).toEqual([
      { name: 'antes.png', sizeBytes: PNG.byteLength },
    ])
    expect(deal?.comments.filter(({ text }) => text.includes('Alguém pode vir?'))).toHaveLength(1)
    expect(deal?.comments.filter(({ text }) => text.includes('Segue a foto'))).toEqual([])
    expect(await counted(world)).toMatchObject({ objects: 1, dead: 0 })
  })

test('I1, F-11: files whose comment may be in the CRM already step aside for a store that is away, and are there once', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const early = await maria.post('/api/v1/uploads', formOf({ name: 'antes.png', bytes: PNG }))
  const attachments = [(early.body as { upload_id: string }).upload_id]
  await world.control('PUT', 'faults', [
    { match: { method: 'crm.timeline.comment.add' }, effect: 'lost-answer', times: 1 },
    { match: { method: 'crm.timeline.comment.list' }, effect: 'status', code: 500 },
  ])
  expect(await maria.post('/api/v1/tickets', { ...TEXT, attachments })).toMatchObject({ status: 201 })
  const [job] = await world.sql`select key from jobs where name = 'push-files'`
  const state = () =>
    world.sql`select key, state, may_exist, last_outcome from jobs where name = 'push-files'`
  await waitUntil(async () => (await state())[0]?.last_outcome === 'unknown')

  await away(world, [{ match: { method: '*' }, effect: 'reset' }])
  await world.control('PUT', 'faults', [])
  await world.sql`update jobs set run_at = clock_timestamp()`
  await waitUntil(async () => {
    const [now] = await state()
    return now?.key !== job?.key && now?.last_outcome === 'refused'
  })
  expect(await state()).toMatchObject([{ may_exist: true }])

  await away(world, [])
  await world.settle({ hurry: true })
  const [deal] = (await readCrm(world.sandbox.url)).deals
  expect(deal?.comments.map(({ files }) => files)).toEqual([
    [{ name: 'antes.png', sizeBytes: PNG.byteLength }],
  ])
  expect(await world.sql`select crm_status from files`).toEqual([{ crm_status: 'synced' }])
})

test('F-12: bytes whose storing nobody heard of are gone after the sweep, and those in use stay', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const kept = await maria.post('/api/v1/uploads', formOf({ name: 'fica.png', bytes: PNG }))
  const attachments = [(kept.body as { upload_id: string }).upload_id]
  expect(await maria.post('/api/v1/tickets', { ...TEXT, attachments })).toMatchObject({ status: 201 })
  await away(world, [{ match: { method: 'PutObject' }, effect: 'lost-answer' }])
  const lost = await maria.post('/api/v1/uploads', formOf({ name: 'tela.png', bytes: PNG }))
  expect(lost).toMatchObject({ status: 503, body: { code: 'file-store-away' } })
  await away(world, [])
  expect(await counted(world)).toMatchObject({ objects: 2, files: 1 })
  // A day passes: whatever was left before now counts as old.
  await sweepFiles(world.gateway.ports, { unusedForMs: -1_000 })
  expect(await counted(world)).toMatchObject({ objects: 1, files: 1 })
})

const portalTicket = (attachments: readonly { filename: string; content: string }[]) => ({
  ...PORTAL,
  attachments,
})

async function away({ sandbox }: World, faults: readonly object[]): Promise<void> {
  const answer = await fetch(`${sandbox.s3Url}/control/faults`, {
    method: 'PUT',
    body: JSON.stringify(faults),
  })
  expect(answer.status).toBe(200)
}

async function counted({ sql, sandbox }: World) {
  const [rows] =
    await sql`select (select count(*)::int from deals) as deals, (select count(*)::int from files) as files,
    (select count(*)::int from activities) as activities,
    (select count(*)::int from jobs where state = 'dead') as dead`
  const store = await (await fetch(`${sandbox.s3Url}/control/counts`)).json()
  return { ...rows, objects: (store as { objects: number }).objects }
}
