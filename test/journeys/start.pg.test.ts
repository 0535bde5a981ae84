import { once } from 'node:events'
import * as fs from 'node:fs'
import * as net from 'node:net'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import {
  freePorts,
  type Running,
  spawnProcess,
  startProcess,
  temporaryFolder,
  waitUntil,
} from '#test/process.ts'

const signIn = (running: Running, password = 'ponte-demo') =>
  fetch(`${running.url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ matricula: '1001', password }),
    signal: AbortSignal.timeout(100_000),
  })
const statusOf = async (url: string) => (await fetch(url)).status

test('one command on a machine that has nothing: gateway, Postgres, sandbox and the demo people', async () => {
  using folder = temporaryFolder()
  await using running = await startProcess({ dataDir: folder.path })
  expect(running.stdout()).toMatch(new RegExp(`^ready ${running.url}$`, 'm'))
  await running.printed(running.sandboxUrl)
  for (const person of [
    '1001  Maria Santos',
    '1002  Pedro Lima',
    '2001  João Tech',
    '2002  Ana Costa',
    '9001  Rita Admin',
  ]) {
    expect(running.stdout()).toContain(person)
  }
  expect(await statusOf(`${running.url}/readyz`)).toBe(200)
  expect(await statusOf(running.sandboxUrl)).toBe(200)
  expect((await signIn(running)).status).toBe(200)
  expect(await running.stop()).toBe(0)
  expect(running.postmaster(), 'Postgres stops with its last gateway').toBeNull()
})

test('what was made is there after a restart, and demo people are not made twice', async () => {
  using folder = temporaryFolder()
  let token: unknown
  {
    await using first = await startProcess({ dataDir: folder.path })
    token = ((await (await signIn(first)).json()) as { token: { access_token: string } }).token.access_token
  }
  await using second = await startProcess({ dataDir: folder.path })
  const me = await fetch(`${second.url}/auth/me`, { headers: { authorization: `Bearer ${token}` } })
  expect(await me.json()).toMatchObject({ id: 1, matricula: '1001' })
})

test('the CRM of the sandbox tells the gateway what changes from the start, at its present port alone', async () => {
  using folder = temporaryFolder()
  const webhooks = async ({ sandboxUrl }: Running) =>
    (await (await fetch(`${sandboxUrl}/control/webhooks`)).json()) as { url: string; events: string[] }[]
  const changesDeal = ({ sandboxUrl }: Running, title: string) =>
    fetch(`${sandboxUrl}/rest/1/sandbox/crm.item.update?entityTypeId=2&id=7401&fields[title]=${title}`)
  const told = async ({ sandboxUrl }: Running) => {
    const { sent } = (await (await fetch(`${sandboxUrl}/control/events`)).json()) as {
      sent: { status: number | null }[]
    }
    return sent
  }
  for (const start of ['first', 'second']) {
    await using running = await startProcess({ dataDir: folder.path })
    const { port } = new URL(running.url)
    expect(await webhooks(running)).toMatchObject([
      { url: `http://127.0.0.1:${port}/webhook-bitrix24`, events: ['*'] },
    ])
    await changesDeal(running, start)
    await waitUntil(async () => (await told(running)).some(({ status }) => status === 200))
    expect((await told(running)).map(({ status }) => status)).not.toContain(403)
  }
  const settings = { CRM_URL: 'https://portal.example/rest/1/secret/', CRM_EVENT_TOKEN: 'of-the-real-portal' }
  await using beside = await startProcess({ dataDir: folder.path, settings })
  expect(await webhooks(beside), 'beside a real CRM it tells nothing').toEqual([])
})

test('after kill -9 of the gateway alone, the next one adopts the running Postgres and takes over the sandbox', async () => {
  using folder = temporaryFolder()
  await using first = await startProcess({ dataDir: folder.path })
  const postmaster = first.postmaster()
  await first.stop('SIGKILL')
  expect(first.postmaster()).toEqual(postmaster)
  const settings = { PORT: new URL(first.url).port, SANDBOX_PORT: new URL(first.sandboxUrl).port }
  await using second = await startProcess({ dataDir: folder.path, settings })
  expect(second.postmaster()?.pid).toBe(postmaster?.pid)
  expect((await signIn(second)).status).toBe(200)
})

test('after kill -9 of everything, the next start finds every committed row', async () => {
  using folder = temporaryFolder()
  await using first = await startProcess({ dataDir: folder.path })
  const login = await signIn(first)
  const { token } = (await login.json()) as { token: { access_token: string } }
  process.kill(first.postmaster()?.pid ?? 0, 'SIGKILL')
  await first.stop('SIGKILL')
  await using second = await startProcess({ dataDir: folder.path })
  const me = await fetch(`${second.url}/auth/me`, {
    headers: { authorization: `Bearer ${token.access_token}` },
  })
  expect(me.status).toBe(200)
})

test('after kill -9 of Postgres the gateway says not ready, brings it back, and no request hangs', async () => {
  using folder = temporaryFolder()
  await using running = await startProcess({ dataDir: folder.path })
  const before = running.postmaster()
  process.kill(before?.pid ?? 0, 'SIGKILL')
  const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(running)))
  for (const { status } of answers) expect([200, 429, 503]).toContain(status)
  await waitUntil(async () => (await statusOf(`${running.url}/readyz`)) === 200)
  expect(running.postmaster()?.pid).not.toBe(before?.pid)
  expect(running.postmaster()?.port).toBe(before?.port)
  const refused = answers.find(({ status }) => status === 503)
  expect(refused?.headers.get('retry-after') ?? '2').toBe('2')
  await waitUntil(async () => (await signIn(running)).status === 200)
})

test('a sandbox that is killed comes back', async () => {
  using folder = temporaryFolder()
  await using running = await startProcess({ dataDir: folder.path })
  const { pid } = (await (await fetch(`${running.sandboxUrl}/about`)).json()) as { pid: number }
  process.kill(pid, 'SIGKILL')
  await running.printed('sandbox died')
  await waitUntil(async () => (await statusOf(running.sandboxUrl).catch(() => 0)) === 200)
})

test('a taken port ends the start with a sentence and exit code 1, and leaves nothing running', async () => {
  using folder = temporaryFolder()
  const taken = net.createServer().listen(await freePorts(1), '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as net.AddressInfo
  await using gateway = await spawnProcess({ dataDir: folder.path, settings: { PORT: String(port) } })
  await once(gateway.child, 'close')
  expect(gateway.child.exitCode).toBe(1)
  expect(gateway.stderr()).toBe(
    `Ponte cannot start. Port ${port} is taken by another program. Stop that program, or choose another port: PORT=${port + 1} npm start\n`,
  )
  await using sandbox = await spawnProcess({
    dataDir: folder.path,
    settings: { SANDBOX_PORT: String(port) },
  })
  await once(sandbox.child, 'close')
  expect(sandbox.child.exitCode).toBe(1)
  expect(sandbox.stderr()).toContain('A port of the sandbox is taken by another program')
  expect(sandbox.postmaster()).toBeNull()
  taken.close()
})

test('a CRM that would take no ticket ends the start with a sentence that says why', async () => {
  using folder = temporaryFolder()
  await using running = await spawnProcess({ dataDir: folder.path, settings: { CRM_PIPELINES: '77' } })
  await once(running.child, 'close')
  expect(running.child.exitCode).toBe(1)
  expect(running.stderr()).toContain(
    'Ponte cannot start. The CRM would take no ticket:\n  pipeline 77 of CRM_PIPELINES: the CRM has no such pipeline\n',
  )
  expect(running.postmaster()).toBeNull()
})

test('several gateways may start at once over one folder: one Postgres, one sandbox, one set of people', async () => {
  using folder = temporaryFolder()
  const SANDBOX_PORT = String(await freePorts(4))
  const all = await Promise.all(
    [1, 2, 3].map(() => startProcess({ dataDir: folder.path, settings: { SANDBOX_PORT } })),
  )
  for (const running of all) expect((await signIn(running)).status).toBe(200)
  const [first, ...others] = all
  expect(await first?.stop()).toBe(0)
  // The one that went may have been the one that started Postgres and the sandbox.
  for (const running of others) {
    await waitUntil(async () => (await statusOf(`${running.url}/readyz`)) === 200)
    await waitUntil(async () => (await statusOf(running.sandboxUrl).catch(() => 0)) === 200)
    expect((await signIn(running)).status).toBe(200)
  }
  for (const running of others) expect(await running.stop()).toBe(0)
  expect(others[0]?.postmaster()).toBeNull()
})

test("a database whose secrets are gone is not begun anew behind anybody's back", async () => {
  using folder = temporaryFolder()
  await (await startProcess({ dataDir: folder.path })).stop()
  fs.rmSync(path.join(folder.path, 'secrets.json'))
  await using running = await spawnProcess({ dataDir: folder.path })
  await once(running.child, 'close')
  expect(running.child.exitCode).toBe(1)
  expect(running.stderr()).toContain('was begun with a secrets.json that is gone. Bring it back, or delete')
  expect(running.postmaster()).toBeNull()
})

test('an ordinary user can run it as well as root', async () => {
  using folder = temporaryFolder()
  const isRoot = process.getuid?.() === 0
  const nobody = { uid: 65_534, gid: 65_534 }
  if (isRoot) fs.chownSync(folder.path, nobody.uid, nobody.gid)
  await using running = await startProcess({ dataDir: folder.path, ...(isRoot && { user: nobody }) })
  expect((await signIn(running)).status).toBe(200)
  const owner = fs.statSync(path.join(folder.path, 'secrets.json'))
  expect(owner.mode & 0o077, 'secrets are for their owner alone').toBe(0)
  expect(owner.uid).toBe(isRoot ? nobody.uid : process.getuid?.())
})
