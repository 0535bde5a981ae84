import { once } from 'node:events'
import * as fs from 'node:fs'
import * as http from 'node:http'
import * as path from 'node:path'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Running, spawnProcess, startProcess, temporaryFolder, waitUntil } from '#test/process.ts'
import { createWorld } from '#test/world.ts'

const CREDENTIALS = JSON.stringify({ matricula: '1001', password: 'ponte-demo' })

/** Says that a body will come, and holds it back. */
function beginLogin(url: string): http.ClientRequest {
  const headers = { 'content-type': 'application/json', 'content-length': CREDENTIALS.length }
  const request = http.request(`${url}/auth/login`, {
    method: 'POST',
    headers: { ...headers, expect: '100-continue' },
  })
  request.flushHeaders()
  return request
}

test('SIGTERM finishes the request that is under way, lets nobody else in, and ends with code 0', async () => {
  using folder = temporaryFolder()
  await using running = await startProcess({ dataDir: folder.path })
  const request = beginLogin(running.url)
  // The gateway has begun with the request: it asks for the body.
  await once(request, 'continue')
  const exited = once(running.child, 'exit')
  running.child.kill('SIGTERM')
  await running.printed('"message":"stopping"')
  await expect(fetch(`${running.url}/healthz`)).rejects.toThrow()
  request.end(CREDENTIALS)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  expect(response.statusCode).toBe(200)
  response.resume()
  expect(await exited).toEqual([0, null])
})

test('O-10: while the last requests finish, whoever kept a connection hears "not ready" on it, once', async () => {
  await using world = await createWorld()
  const kept = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const ask = async () => {
    const request = http.get(`${world.url}/readyz`, { agent: kept })
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    const { status } = JSON.parse(await text(response)) as { status: string }
    return {
      code: response.statusCode,
      status,
      isKept: request.reusedSocket,
      connection: response.headers.connection,
    }
  }
  expect(await ask()).toMatchObject({ code: 200, status: 'ready', connection: 'keep-alive' })
  const login = beginLogin(world.url)
  await once(login, 'continue')
  // Takes half a second, as all refusals do.
  const refusal = world.visitor().post('/auth/login', { matricula: '1002', password: 'errada-1' })
  await waitUntil(async () => (await world.sql`select from attempts where key like '%:1002'`).length > 0)
  const closed = world.gateway.close()
  expect((await refusal).status).toBe(401)
  expect(await ask()).toEqual({ code: 503, status: 'stopping', isKept: true, connection: 'close' })
  await expect(ask()).rejects.toThrow('ECONNREFUSED')
  login.end(CREDENTIALS)
  const [response] = (await once(login, 'response')) as [http.IncomingMessage]
  expect(response.statusCode).toBe(200)
  response.resume()
  await closed
})

test('a connection that is kept alive and says nothing does not keep the gateway from stopping', async () => {
  await using world = await createWorld()
  const kept = new http.Agent({ keepAlive: true })
  const [response] = (await once(http.get(`${world.url}/healthz`, { agent: kept }), 'response')) as [
    http.IncomingMessage,
  ]
  response.resume()
  await once(response, 'end')
  // Waited for, it would be the test that ends.
  await world.gateway.close()
})

test('a signal that comes twice, as Ctrl-C does through npm, still stops everything in order', async () => {
  using folder = temporaryFolder()
  await using running = await startProcess({ dataDir: folder.path })
  const exited = once(running.child, 'exit')
  running.child.kill('SIGINT')
  await running.printed('"message":"stopping"')
  running.child.kill('SIGINT')
  running.child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  expect(running.postmaster()).toBeNull()
})

test('a signal to npm start reaches the gateway, which stops everything that it started', async () => {
  using folder = temporaryFolder()
  await using running = await startProcess({ dataDir: folder.path, byNpm: true })
  await running.stop('SIGTERM')
  await running.printed('"message":"stopped"')
  expect(running.postmaster()).toBeNull()
})

test('SIGTERM in the middle of the first start stops whatever has been started so far', async () => {
  const moments: Record<string, (running: Running) => boolean> = {
    'the data is being made': ({ dataDir }) => fs.existsSync(path.join(dataDir, 'postgres')),
    'Postgres comes up': ({ postmaster }) => postmaster() !== null,
    'Postgres is up': ({ postmaster }) => postmaster()?.isReady === true,
  }
  for (const [moment, hasCome] of Object.entries(moments)) {
    using folder = temporaryFolder()
    await using running = await spawnProcess({ dataDir: folder.path })
    const exited = once(running.child, 'close')
    await waitUntil(async () => {
      await setImmediate()
      return hasCome(running)
    })
    running.child.kill('SIGTERM')
    expect(await exited, moment).toEqual([0, null])
    expect(running.stderr(), moment).toContain('"message":"stopped"')
    expect(running.stderr(), moment).not.toMatch(/EPIPE|cannot start/)
    expect(running.postmaster(), moment).toBeNull()
    await expect(fetch(running.sandboxUrl), moment).rejects.toThrow()
  }
})

test('SIGTERM while Postgres is dead and cannot come back stops everything else, in order', async () => {
  using folder = temporaryFolder()
  await using running = await startProcess({ dataDir: folder.path })
  fs.rmSync(path.join(folder.path, 'postgres', 'cluster', 'global', 'pg_control'))
  process.kill(running.postmaster()?.pid ?? 0, 'SIGKILL')
  await running.printed('database died')
  expect(await running.stop()).toBe(0)
  expect(running.stderr()).toContain('"message":"stopped"')
  expect(running.stderr()).not.toContain('uncaught')
  expect(running.postmaster()).toBeNull()
  await expect(fetch(running.sandboxUrl)).rejects.toThrow()
})
