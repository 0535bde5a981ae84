import { once } from 'node:events'
import * as fs from 'node:fs'
import * as http from 'node:http'
import * as path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Running, spawnProcess, startProcess, temporaryFolder, waitUntil } from '#test/process.ts'

test('SIGTERM finishes the request that is under way, lets nobody else in, and ends with code 0', async () => {
  using folder = temporaryFolder()
  await using running = await startProcess({ dataDir: folder.path })
  const body = JSON.stringify({ matricula: '1001', password: 'ponte-demo' })
  const request = http.request(`${running.url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' },
  })
  request.flushHeaders()
  // The gateway has begun with the request: it asks for the body.
  await once(request, 'continue')
  const exited = once(running.child, 'exit')
  running.child.kill('SIGTERM')
  await running.printed('"message":"stopping"')
  await expect(fetch(`${running.url}/healthz`)).rejects.toThrow()
  request.end(body)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  expect(response.statusCode).toBe(200)
  response.resume()
  expect(await exited).toEqual([0, null])
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
