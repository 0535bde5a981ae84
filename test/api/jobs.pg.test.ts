import { expect, test } from 'vitest'
import { createWorld, type World } from '#test/world.ts'

/** Of a name that no gateway does, so that it stays as it is. */
async function promiseMany({ sql }: World): Promise<void> {
  await sql`
    insert into jobs (name, payload, key, is_head, lane, state, run_at, attempts, last_outcome, last_error)
    values
      ('nobody-does', '{"number": 1}', 'deal:1', false, 0, 'dead', now(), 1, 'rejected', 'Error: no such pipeline'),
      ('nobody-does', '{"number": 2}', 'deal:1', false, 0, 'dead', now(), 1, 'rejected', 'Error: no such pipeline'),
      ('nobody-does', '{"number": 3}', 'deal:1', true, 0, 'waiting', now(), 0, null, null),
      ('nobody-does', '{"number": 4, "password": "hush", "note": "CPF 529.982.247-25"}', null, false, 4, 'dead', now(), 1, 'failed', 'Error'),
      ('nobody-does-either', '{}', 'deal:2', false, 4, 'dead', now(), 1, 'failed', 'Error')`
}
const states = async ({ sql }: World) =>
  (await sql`select id::int, state, is_head from jobs order by id`).map(({ id, state, is_head }) => [
    id,
    state,
    is_head,
  ])
type Page = { items: { id: number }[]; total: number; next_cursor: string | null }

test('an admin sees what is promised, filtered, page by page, and no secret of it', async () => {
  await using world = await createWorld()
  await promiseMany(world)
  const rita = await world.signIn('9001')
  const list = async (query: string) => (await rita.get(`/api/v1/admin/jobs?${query}`)).body as Page
  const idsOf = async (query: string) => (await list(query)).items.map(({ id }) => id)
  expect(await idsOf('')).toEqual([1, 2, 3, 4, 5])
  expect(await idsOf('state=dead&name=nobody-does')).toEqual([1, 2, 4])
  expect(await idsOf('key=deal:1&state=waiting')).toEqual([3])
  expect(await idsOf('lane=backfill')).toEqual([4, 5])
  const first = await list('limit=2')
  expect(first).toMatchObject({ total: 5, items: [{ id: 1 }, { id: 2 }] })
  expect(await idsOf(`limit=2&cursor=${first.next_cursor}`)).toEqual([3, 4])
  const { status, body } = await rita.get('/api/v1/admin/jobs/4')
  expect({ status, body }).toMatchObject({
    status: 200,
    body: {
      id: 4,
      state: 'dead',
      lane: 'backfill',
      payload: { number: 4, password: '[redacted]', note: '[redacted]' },
      last_outcome: 'failed',
    },
  })
  expect((await rita.get('/api/v1/admin/jobs?state=asleep')).status).toBe(422)
  expect((await rita.get('/api/v1/admin/jobs/4711')).body).toMatchObject({ code: 'job-not-found' })
})

test('a dead job is tried again when an admin says so: behind what runs of its key, and before what waits', async () => {
  await using world = await createWorld()
  await promiseMany(world)
  const rita = await world.signIn('9001')
  const redriven = await rita.post('/api/v1/admin/jobs/2/redrive')
  expect(redriven).toMatchObject({ status: 200, body: { id: 2, state: 'waiting' } })
  // The third is the head already; the second comes next, since it was promised before.
  expect(await states(world)).toEqual([
    [1, 'dead', false],
    [2, 'waiting', false],
    [3, 'waiting', true],
    [4, 'dead', false],
    [5, 'dead', false],
  ])
  expect((await rita.post('/api/v1/admin/jobs/2/redrive')).body).toMatchObject({ code: 'job-not-dead' })
  expect((await rita.post('/api/v1/admin/jobs/redrive', { name: 'nobody-does' })).body).toEqual({
    redriven: 2,
  })
  expect((await rita.post('/api/v1/admin/jobs/redrive', {})).body).toEqual({ redriven: 1 })
  expect((await states(world)).slice(3)).toEqual([
    [4, 'waiting', true],
    [5, 'waiting', true],
  ])
  expect((await rita.post('/api/v1/admin/jobs/redrive', { nome: 'x' })).status).toBe(422)
})

test('O-11: whoever redrives or drops a job is in the audit log, with what it was', async () => {
  await using world = await createWorld()
  await promiseMany(world)
  const rita = await world.signIn('9001')
  expect((await rita.post('/api/v1/admin/jobs/1/redrive')).status).toBe(200)
  expect((await rita.delete('/api/v1/admin/jobs/5')).status).toBe(204)
  expect((await rita.delete('/api/v1/admin/jobs/5')).body).toMatchObject({ code: 'job-not-found' })
  expect((await rita.delete('/api/v1/admin/jobs/3')).body).toMatchObject({ code: 'job-not-dead' })
  const lines = await world.sql`
    select actor_id, action, subject_id, before from audit_log where subject = 'job' order by id`
  expect(lines).toEqual([
    {
      actor_id: 5,
      action: 'job-redriven',
      subject_id: 1,
      before: { name: 'nobody-does', key: 'deal:1', last_error: 'Error: no such pipeline' },
    },
    {
      actor_id: 5,
      action: 'job-dropped',
      subject_id: 5,
      before: { name: 'nobody-does-either', key: 'deal:2', last_error: 'Error' },
    },
  ])
})

test('thousands of dead jobs of thousands of keys are redriven in one go', async () => {
  await using world = await createWorld()
  await world.sql`
    insert into jobs (name, payload, key, is_head, lane, state)
    select 'nobody-does', '{}', 'deal:' || number / 2, false, 1, 'dead' from generate_series(0, 2999) as number`
  const rita = await world.signIn('9001')
  expect((await rita.post('/api/v1/admin/jobs/redrive', {})).body).toEqual({ redriven: 3_000 })
  const [row] = await world.sql`
    select count(*) filter (where is_head)::int as heads, count(distinct key) filter (where is_head)::int as keys from jobs`
  expect(row).toEqual({ heads: 1_500, keys: 1_500 })
})

test('X-06: nobody but admins', async () => {
  await using world = await createWorld()
  await promiseMany(world)
  for (const matricula of ['1001', '2001']) {
    const person = await world.signIn(matricula)
    for (const answer of [
      await person.get('/api/v1/admin/jobs'),
      await person.get('/api/v1/admin/jobs/1'),
      await person.post('/api/v1/admin/jobs/1/redrive'),
      await person.post('/api/v1/admin/jobs/redrive', {}),
      await person.delete('/api/v1/admin/jobs/1'),
    ])
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  }
  expect((await world.visitor().get('/api/v1/admin/jobs')).status).toBe(401)
})
