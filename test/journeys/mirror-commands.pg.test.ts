import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { crmPerson } from '#test/crm-person.ts'
import { bareEnvironment, type Running, startProcess, temporaryFolder } from '#test/process.ts'

const PONTE = path.resolve(import.meta.dirname, '../../src/ponte.ts')

const ponteOf =
  ({ dataDir, sandboxUrl }: Running) =>
  async (...args: string[]) => {
    const env = { ...bareEnvironment(), DATA_DIR: dataDir, SANDBOX_PORT: new URL(sandboxUrl).port }
    const child = spawn(process.execPath, [PONTE, ...args], { env })
    child.stdin.end()
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return { exitCode: child.exitCode, stdout, stderr }
  }

test('S-17: drift and replay from the command line, beside a running gateway', async () => {
  using folder = temporaryFolder()
  await using running = await startProcess({ dataDir: folder.path })
  const ponte = ponteOf(running)
  const crm = crmPerson({ sandbox: { url: running.sandboxUrl } })
  const dealId = await crm.opens({ title: 'Nunca contado' })

  const mended = await ponte('drift', '--mend')
  expect(mended.stderr).toBe('')
  expect(mended.stdout).toMatch(/^\d+ compared, \d+ differ, \d+ mended$/m)
  const again = await ponte('drift', '--deal', String(dealId), '--json')
  expect(again).toMatchObject({ exitCode: 0, stderr: '' })
  expect(JSON.parse(again.stdout)).toMatchObject({ compared: 1, differing: 0, findings: [] })

  const listed = await ponte('replay', 'list', '--object', String(dealId), '--json')
  const { events } = JSON.parse(listed.stdout) as { events: { id: number }[] }
  expect(events.length, 'the sandbox has told of the deal').toBeGreaterThan(0)
  const id = String(events[0]?.id)
  const [shown, all] = await Promise.all([ponte('replay', 'show', id), ponte('replay', '--all')])
  expect(shown).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/ONCRMDEAL(ADD|UPDATE)/) })
  expect(all.stdout).toMatch(/^\d+ replayed$/m)

  const wrong: [string[], string][] = [
    [['replay'], 'which ones?'],
    [['replay', '4711'], 'There is no such event'],
    [['replay', 'everything'], 'the number of an event'],
    [['replay', '--state', 'asleep'], '--state'],
    [['drift', '--deal', '0'], '--deal'],
    [['drift', '--sample', 'x'], '--sample'],
    [['drift', '--all'], 'Unknown option'],
  ]
  await Promise.all(
    wrong.map(async ([words, said]) =>
      expect(await ponte(...words), words.join(' ')).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining(said),
      }),
    ),
  )
})

test('S-17: backfill and sweep from the command line, beside a running gateway', async () => {
  using folder = temporaryFolder()
  await using running = await startProcess({ dataDir: folder.path })
  const ponte = ponteOf(running)
  const crm = crmPerson({ sandbox: { url: running.sandboxUrl } })
  const filled = await ponte('backfill', '--json')
  expect(filled).toMatchObject({ exitCode: 0, stderr: '' })
  const lines = filled.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines[0]).toMatchObject({ pipeline: 19, phase: 'deals', per_second: expect.any(Number) })
  expect(lines.at(-1)).toMatchObject({ phase: 'done', deals: 40, timelines: 40 })
  expect(await ponte('drift')).toMatchObject({ exitCode: 0, stderr: '' })

  // From here on nobody is told of anything.
  const drop = [{ match: { event: '*' }, effect: 'drop' }]
  await fetch(`${running.sandboxUrl}/control/faults`, { method: 'PUT', body: JSON.stringify(drop) })
  await crm.changes(7401, { title: 'Ninguém soube' })
  await crm.deletes(7402)
  const swept = await ponte('sweep', '--numbers', '--json')
  expect(swept).toMatchObject({ exitCode: 0, stderr: '' })
  expect(JSON.parse(swept.stdout)).toMatchObject({ found: { changed: 1 }, failed: {}, numbers: { gone: 1 } })
  expect((await ponte('sweep', '--numbers')).stdout).toMatch(/^39 numbers: 0 were not here/m)
  expect((await ponte('backfill', '--since', '2999-01-01')).stdout).toContain('pipeline 19: 0 deals')

  for (const words of [['--pipeline', 'x'], ['--pipeline', '5'], ['--since', 'ontem'], ['--all']])
    expect((await ponte('backfill', ...words)).exitCode, words.join(' ')).toBe(1)
})

test('S-16: whoever has just started Ponte sees what the CRM has, without asking for it', async () => {
  using folder = temporaryFolder()
  await using running = await startProcess({
    dataDir: folder.path,
    settings: { SYNC_SWEEP_SECONDS: '1' },
  })
  const ponte = ponteOf(running)
  while ((await ponte('drift')).exitCode !== 0);
  const crm = crmPerson({ sandbox: { url: running.sandboxUrl } })
  await fetch(`${running.sandboxUrl}/control/webhooks`, { method: 'DELETE' })
  await crm.comments(7404, 'Ninguém contou')
  await crm.opens({ title: 'Nasceu em silêncio' })
  while ((await ponte('drift')).exitCode !== 0);
})
