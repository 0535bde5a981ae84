import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import postgres from 'postgres'
import { expect, inject, test } from 'vitest'
import { createGateway } from '#src/app.ts'
import { migrate } from '#src/db/migrate.ts'
import { refuseDemoPeople } from '#src/embedded/demo-people.ts'
import { createLog } from '#src/log.ts'
import { withDatabase } from '#test/postgres.ts'
import { spawnProcess, startProcess, temporaryFolder } from '#test/process.ts'
import { testConfig } from '#test/settings.ts'
import { createWorld } from '#test/world.ts'

async function emptyDatabase() {
  const url = inject('templateUrl')
  const name = `world_${randomBytes(6).toString('hex')}`
  const admin = postgres(withDatabase(url, 'postgres'), { max: 1, onnotice: () => undefined })
  await admin.unsafe(`create database ${name}`)
  return {
    url: withDatabase(url, name),
    [Symbol.asyncDispose]: async () => {
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

test('O-05: gateways that start together migrate once, one after the other', async () => {
  await using database = await emptyDatabase()
  await Promise.all([1, 2, 3, 4].map(() => migrate(database.url)))
  const sql = postgres(database.url, { max: 1 })
  const [row] =
    await sql`select count(*)::int as migrations, count(distinct hash)::int as different from drizzle.__drizzle_migrations`
  expect(row?.migrations).toBe(row?.different)
  await sql.end()
})

test("a Postgres of one's own is the same from there on, and gets no demo people", async () => {
  using folder = temporaryFolder()
  await using database = await emptyDatabase()
  await using running = await startProcess({ dataDir: folder.path, settings: { DATABASE_URL: database.url } })
  expect((await fetch(`${running.url}/readyz`)).status).toBe(200)
  expect(running.stdout()).not.toContain('1001')
  expect(running.postmaster(), 'no second Postgres').toBeNull()
  const sql = postgres(database.url, { max: 1 })
  expect(await sql`select 1 from users`).toHaveLength(0)
  await sql.end()
})

test('A-12: a gateway that comes with another CPF_KEY refuses to work on sealed data', async () => {
  await using world = await createWorld()
  const [{ current_database: name } = {}] = await world.sql`select current_database()`
  const databaseUrl = withDatabase(inject('templateUrl'), name)
  const start = (CPF_KEY: string) =>
    createGateway(
      testConfig({ CPF_KEY }),
      {
        databaseUrl,
        smtpUrl: world.sandbox.smtpUrl,
        sandboxUrl: world.sandbox.url,
        s3Url: world.sandbox.s3Url,
      },
      { log: createLog({ level: 'silent' }) },
    )
  await expect(start('another-cpf-key-0123456789-0123456789')).rejects.toThrow('CPF_KEY is not the key')
  const gateway = await start(
    '2:a-newer-cpf-key-0123456789-0123456789,1:cpf-key-of-the-tests-0123456789abcdefgh',
  )
  await gateway.close()
})

test('a database that was tried out is not put to work with the demo people in it', async () => {
  using folder = temporaryFolder()
  await (await startProcess({ dataDir: folder.path })).stop()
  await using running = await spawnProcess({
    dataDir: folder.path,
    settings: { PUBLIC_URL: 'https://ponte.example.com' },
  })
  await once(running.child, 'close')
  expect(running.child.exitCode).toBe(1)
  expect(running.stderr()).toContain('still has the password that everybody knows')
})

test('a demo person is known by e-mail or by matricula, whichever was changed, and is harmless without the password', async () => {
  await using world = await createWorld()
  const check = () => refuseDemoPeople(world.gateway.ports)
  await world.sql`update users set is_active = false where matricula <> '9001'`
  for (const [email, matricula] of [
    ['rita@empresa.com.br', '9001'],
    ['rita.admin@example.com', '4711'],
  ] as const) {
    await world.sql`update users set email = ${email}, matricula = ${matricula} where id = 5`
    await expect(check(), email).rejects.toThrow(`${matricula} still has the password that everybody knows`)
  }
  await world.sql`update users set hashed_password = '' where id = 5`
  await check()
})

test('the embedded Postgres listens on this machine alone', async () => {
  await using world = await createWorld()
  expect(await world.sql`show listen_addresses`).toEqual([{ listen_addresses: '127.0.0.1' }])
  expect(await world.sql`show unix_socket_directories`).toEqual([{ unix_socket_directories: '' }])
})
