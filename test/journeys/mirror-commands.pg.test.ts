import { spawn } from 'node:child_process'
import { once } from 'node:events'
import * as path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { crmPerson } from '#test/crm-person.ts'
import { startProcess, temporaryFolder } from '#test/process.ts'

const PONTE = path.resolve(import.meta.dirname, '../../src/ponte.ts')

test('S-17: drift and replay from the command line, beside a running gateway', async () => {
  using folder = temporaryFolder()
  await using running = await startProcess({ dataDir: folder.path })
  const SANDBOX_PORT = new URL(running.sandboxUrl).port
  const ponte = async (...args: string[]) => {
    const env = { PATH: process.env.PATH, DATA_DIR: folder.path, SANDBOX_PORT }
    const child = spawn(process.execPath, [PONTE, ...args], { env })
    child.stdin.end()
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return { exitCode: child.exitCode, stdout, stderr }
  }
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
  expect(shown).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('ONCRMDEALADD') })
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
