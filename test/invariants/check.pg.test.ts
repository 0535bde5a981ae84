import { execFile } from 'node:child_process'
import * as path from 'node:path'
import { expect, test } from 'vitest'
import type { DealId } from '#src/ids.ts'
import { promiseRefresh } from '#src/jobs/deal-refresh.ts'
import { crmPerson } from '#test/crm-person.ts'
import { crmState } from '#test/crm-state.ts'
import { formOf, PNG } from '#test/files/samples.ts'
import { createWorld, type World } from '#test/world.ts'

const PROGRAM = path.join(import.meta.dirname, 'check.ts')

test('check:invariants says line by line what holds, and ends with 1 once a deal, a comment or a file is gone', async () => {
  await using world = await createWorld()
  const maria = await world.signIn('1001')
  const upload = await maria.post('/api/v1/uploads', formOf({ name: 'tela.png', bytes: PNG }))
  const attachments = [(upload.body as { upload_id: string }).upload_id]
  const text = { title: 'A impressora não liga', description: 'Nem a luz acende, já troquei de tomada.' }
  const filed = await maria.post('/api/v1/tickets', { ...text, attachments })
  const { id, deal_id: dealId } = filed.body as { id: number; deal_id: number }
  await maria.post(`/api/v1/tickets/${id}/messages`, { message: 'Alguém pode vir?' })
  await maria.post('/api/v1/tickets', text)
  await world.settle({ hurry: true })
  // What people say and attach in the CRM is nothing that we owe it.
  const FILES = [['foto.png', PNG.toString('base64')]]
  await crmPerson(world).comments(dealId, 'Já vou. Alguém pode vir?', { FILES })
  await mirrorAll(world)

  const whole = await check(world)
  expect(whole).toMatchObject({
    code: 0,
    lines: expect.arrayContaining([
      expect.stringMatching(/^I1 {2}ok {2}2 tickets, 2 files/),
      expect.stringMatching(/^I2 {2}ok {2}\d+ deals/),
      expect.stringMatching(/^I3 {2}ok/),
      expect.stringMatching(/^I4 {2}ok/),
      expect.stringMatching(/^I6 {2}ok {2}\d+ rooms/),
      expect.stringMatching(/^G-05 {2}ok {2}statistics of \d+ tickets/),
    ]),
  })
  expect(whole.lines.filter((line) => /^I\d/.test(line))).toHaveLength(7)

  await inCrm(world, 'crm.timeline.comment.delete', { id: await commentAbout(world, 'Alguém pode vir?') })
  expect(await check(world)).toMatchObject({
    code: 1,
    lines: expect.arrayContaining([
      expect.stringContaining('is there 0 times'),
      expect.stringMatching(/^I4 {2}broken/),
      expect.stringMatching(/comment \d+: deleted is nothing here/),
    ]),
  })
  await crmPerson(world).changes(dealId, { title: 'Outra coisa' })
  expect((await check(world)).lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^I2 {2}broken/),
      expect.stringContaining('deal: title is "A impress'),
    ]),
  )
  await inCrm(world, 'crm.item.delete', { entityTypeId: 2, id: dealId })
  expect(await check(world)).toMatchObject({
    code: 1,
    lines: expect.arrayContaining([expect.stringContaining('has 0 deals')]),
  })
})

/** As if the CRM had told of all that it has. */
async function mirrorAll(world: World): Promise<void> {
  const { deals } = await crmState(world)
  for (const { ID } of deals) await promiseRefresh(world.gateway.ports.db, Number(ID) as DealId)
  await world.settle({ hurry: true })
}

/** Beside us, because we are the gateway that it asks. */
function check({ url, sandbox }: World): Promise<{ code: number; lines: string[] }> {
  const words = [PROGRAM, '--gateway', url, '--sandbox', sandbox.url]
  return new Promise((resolve) => {
    execFile(process.execPath, words, (error, stdout) =>
      resolve({ code: error ? Number(error.code) : 0, lines: stdout.trim().split('\n') }),
    )
  })
}

async function inCrm({ sandbox }: World, method: string, params: object): Promise<void> {
  const answer = await fetch(`${sandbox.url}/rest/1/sandbox/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  expect(answer.status, method).toBe(200)
}

async function commentAbout(world: World, text: string): Promise<number> {
  const { comments } = (await world.control('GET', 'state')) as {
    comments: { ID: string; COMMENT: string }[]
  }
  return Number(comments.find(({ COMMENT }) => COMMENT.includes(text))?.ID)
}
