import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { text } from 'node:stream/consumers'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { findPostmaster } from '#src/embedded/postmaster.ts'
import { createJobsWorld } from '#test/jobs/jobs-world.ts'
import { CLARA } from '#test/people.ts'
import { bareEnvironment, startProcess, temporaryFolder } from '#test/process.ts'

const PONTE = path.resolve(import.meta.dirname, '../../src/ponte.ts')

async function ponte(dataDir: string, args: string[], input = '', settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, [PONTE, ...args], {
    env: { ...bareEnvironment(), DATA_DIR: dataDir, ...settings },
  })
  child.stdin.end(input)
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { exitCode, stdout, stderr }
}

test('user:create makes the first admin, beside a running gateway or without one, and once', async () => {
  using folder = temporaryFolder()
  const made = await ponte(folder.path, ['user:create', '--role', 'admin', '--json'], JSON.stringify(CLARA))
  expect(made.stderr).toBe('')
  expect(JSON.parse(made.stdout)).toMatchObject({ matricula: '5001', role: 'admin', is_admin: true })
  expect(made.exitCode).toBe(0)

  await using running = await startProcess({ dataDir: folder.path })
  const login = await fetch(`${running.url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ matricula: '5001', password: CLARA.password }),
  })
  expect(login.status).toBe(200)
  const again = await ponte(folder.path, ['user:create'], JSON.stringify(CLARA))
  expect(again).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('There is an account with this'),
  })
  expect((await fetch(`${running.url}/readyz`)).status, 'the gateway keeps its Postgres').toBe(200)
})

test('W-03: crm:fields holds the mapping against the CRM, names what does not match, and fails then', async () => {
  using folder = temporaryFolder()
  await using running = await startProcess({ dataDir: folder.path })
  const settings = { SANDBOX_PORT: new URL(running.sandboxUrl).port }
  const crmFields = (...more: string[]) => ponte(folder.path, ['crm:fields', ...more], '', settings)
  const fine = await crmFields()
  expect(fine).toMatchObject({ exitCode: 0, stderr: '' })
  expect(fine.stdout).toMatch(/^priority +UF_CRM_1701707001 +enumeration +4 of 4 +none$/m)
  expect(fine.stdout).toMatch(/^deadline +UF_CRM_1701707108 +datetime +none$/m)
  const call = (method: string, params: object) =>
    fetch(`${running.sandboxUrl}/rest/1/sandbox/${method}`, { method: 'POST', body: JSON.stringify(params) })
  const listed = (await (await call('crm.deal.userfield.list', {})).json()) as {
    result: { ID: string; FIELD_NAME: string }[]
  }
  const gone = listed.result.find(({ FIELD_NAME }) => FIELD_NAME === 'UF_CRM_1701707104')
  await call('crm.deal.userfield.delete', { id: gone?.ID })
  const wrong = await crmFields('--json')
  expect(wrong).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('1 of 16 fields do not match'),
  })
  expect(JSON.parse(wrong.stdout)).toContainEqual({
    field: 'filial',
    place: 'UF_CRM_1701707104',
    title: null,
    type: null,
    choices: [],
    labels: {},
    problem: 'the portal has no such field',
    isFatal: false,
  })
  const created = await crmFields('--create')
  expect(created).toMatchObject({ exitCode: 0, stderr: '' })
  expect(created.stdout).toMatch(/^filial +UF_CRM_1701707104 +string +none$/m)
  expect(await crmFields('--create')).toEqual(created)
})

test('what is wrong is said in sentences, with exit code 1, and without the secrets that were typed', async () => {
  using folder = temporaryFolder()
  const wrong = await ponte(
    folder.path,
    ['user:create'],
    JSON.stringify({ ...CLARA, cpf: '11111111111', email: 'x' }),
  )
  expect(wrong.exitCode).toBe(1)
  expect(wrong.stderr).toMatch(/cannot be created:[\s\S]*cpf[\s\S]*/)
  expect(wrong.stderr).not.toContain(CLARA.password)
  expect(await ponte(folder.path, ['user:create', '--role', 'king'], '{}')).toMatchObject({ exitCode: 1 })
  expect(await ponte(folder.path, ['user:create', '--nonsense'], '{}')).toMatchObject({ exitCode: 1 })
  expect((await ponte(folder.path, ['user:create'], 'no json')).stderr).toContain('not JSON')
  expect(await ponte(folder.path, ['no:such'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('user:create'),
  })
  expect(await ponte(folder.path, [])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('user:create'),
  })
  expect(await ponte(folder.path, ['user:create', '--help'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('--role'),
  })
})

test('a command that fails, even in bringing the schema up to date, leaves no Postgres running', async () => {
  using folder = temporaryFolder()
  {
    await using running = await startProcess({ dataDir: folder.path })
    const secrets = JSON.parse(fs.readFileSync(path.join(folder.path, 'secrets.json'), 'utf8')) as {
      postgresPassword: string
    }
    const { port } = running.postmaster() ?? {}
    const sql = postgres(`postgres://ponte:${secrets.postgresPassword}@127.0.0.1:${port}/ponte`)
    // The tables are there all the same, so making them once more cannot work.
    await sql`truncate drizzle.__drizzle_migrations`
    await sql.end()
  }
  const failed = await ponte(folder.path, ['user:create'], JSON.stringify(CLARA))
  expect(failed.exitCode).toBe(1)
  expect(failed.stderr).toContain('Failed query: CREATE TABLE')
  expect(findPostmaster(path.join(folder.path, 'postgres', 'cluster'))).toBeNull()
})

test('jobs: lists, shows, redrives and drops what is promised, and never all of it because a word was forgotten', async () => {
  using folder = temporaryFolder()
  await using world = await createJobsWorld()
  await world.sql`
    insert into jobs (name, payload, key, is_head, lane, state, last_outcome, last_error)
    select 'write', jsonb_build_object('number', number), 'deal:' || number, false, 1, 'dead', 'rejected', 'Error: no'
    from generate_series(1, 3) as number`
  const jobs = (...words: string[]) => ponte(folder.path, ['jobs', ...words], '', { DATABASE_URL: world.url })
  const told = async (...words: string[]) => JSON.parse((await jobs(...words, '--json')).stdout)
  const listed = await jobs('list', '--state', 'dead')
  expect(listed).toMatchObject({ exitCode: 0, stderr: '' })
  expect(listed.stdout).toMatch(/^1 +dead +events +write +deal:1 +0 +Error: no$/m)
  expect(listed.stdout).toContain('3 of 3')
  expect(await told('list', '--key', 'deal:2')).toMatchObject({ total: 1, jobs: [{ id: 2 }] })
  expect(await told('show', '2')).toMatchObject({ id: 2, payload: { number: 2 }, last_outcome: 'rejected' })
  expect(await told('redrive', '2')).toEqual({ redriven: 1 })
  expect(await told('redrive', '--all')).toEqual({ redriven: 2 })
  expect(await jobs('drop', '2')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('is not dead'),
  })
  for (const words of [['redrive'], ['show', 'x'], ['lost'], [], ['list', '--state', 'asleep']])
    expect((await jobs(...words)).exitCode, words.join(' ')).toBe(1)
  await world.sql`update jobs set state = 'dead', is_head = false`
  expect(await told('drop', '--name', 'write')).toEqual({ dropped: 3 })
})
