import { fork } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import { startSandbox } from '#sandbox/sandbox.ts'

const CLIENT = path.join(import.meta.dirname, 'official-client.ts')

async function openSandbox() {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-sdk-'))
  const sandbox = await startSandbox({ port: 0, dataDir })
  const control = async (method: string, name: string, body: object) => {
    const response = await fetch(`${sandbox.url}/control/${name}`, { method, body: JSON.stringify(body) })
    expect(response.status).toBe(200)
    return response.json()
  }
  /** By https, as the official client insists on. */
  async function client(task: string, more: object = {}): Promise<unknown> {
    const url = `${sandbox.secureUrl}/rest/1/sandbox/`
    const child = fork(CLIENT, [url, task, JSON.stringify(more)], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: sandbox.certificateFile },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const [[answer]] = await Promise.all([once(child, 'message'), once(child, 'exit')])
    return answer
  }
  return {
    sandbox,
    control,
    client,
    async [Symbol.asyncDispose]() {
      await sandbox.stop()
      fs.rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

test('the official SDK lists everything, page by page and by cursor', async () => {
  await using world = await openSandbox()
  await world.control('POST', 'seed', { deals: 180 })
  expect(await world.client('lists')).toEqual({
    all: 220,
    pages: [50, 50, 50, 50, 20],
    total: 220,
    isMore: true,
  })
})

test('the official SDK chains the commands of a batch, and learns which of them failed', async () => {
  await using world = await openSandbox()
  const answer = (await world.client('batches')) as {
    done: { deal: { item: { id: number } }; same: { item: { id: number } } }
  }
  expect(answer.done.same.item.id).toBe(answer.done.deal.item.id)
  expect(answer).toMatchObject({ isSuccess: false, errors: [expect.stringContaining('Element not found')] })
})

test('the official SDK adds a deal and gets its fresh state back from an update', async () => {
  await using world = await openSandbox()
  expect(await world.client('writes')).toMatchObject({
    added: { title: 'Novo', stageId: 'C19:NEW' },
    updated: { item: { title: 'Outro', stageId: 'C19:EXECUTING' } },
  })
})

test('the official SDK is told of a deal that is not there', async () => {
  await using world = await openSandbox()
  expect(JSON.stringify(await world.client('unknown'))).toContain('Element not found')
})

test('the official SDK runs into the rate limit and recovers from it', async () => {
  await using world = await openSandbox()
  await world.control('PUT', 'limits', { enabled: true, rate: 2, burst: 5 })
  expect(await world.client('recovers')).toEqual({ answered: 8 })
  const requests = (await (await fetch(`${world.sandbox.url}/control/requests`)).json()) as {
    outcome: string
  }[]
  expect(requests.filter(({ outcome }) => outcome === 'refused').length).toBeGreaterThan(0)
})

test('the official SDK calls as an application, with the tokens of an installation', async () => {
  await using world = await openSandbox()
  const { tokens, clientId, clientSecret } = (await world.control('POST', 'applications', {})) as {
    tokens: object
    clientId: string
    clientSecret: string
  }
  expect(await world.client('oauth', { tokens, secret: { clientId, clientSecret } })).toMatchObject({
    STATUS: 'L',
    INSTALLED: true,
  })
})
