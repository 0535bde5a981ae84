import { expect, test } from 'vitest'
import { createWorld, type World } from '#test/world.ts'
import { startClamd } from './clamd.ts'
import { formOf } from './samples.ts'

async function uploads(world: World, bytes: string) {
  const maria = await world.signIn('1001')
  const { body } = await maria.post('/api/v1/uploads', formOf({ name: 'a.txt', bytes }))
  const { upload_id: id } = body as { upload_id: string }
  return () => maria.get(`/api/v1/attachments/${id}`)
}

test('a file is closed until the scanner has seen it, and then open', async () => {
  await using clamd = await startClamd()
  clamd.behave('hangs-up')
  await using world = await createWorld({ CLAMD_URL: clamd.url })
  const opens = await uploads(world, 'nota')
  expect(await opens()).toMatchObject({ status: 409, body: { code: 'file-quarantined' } })
  clamd.behave('verdict')
  await world.settle({ hurry: true })
  expect((await opens()).status).toBe(302)
  expect(clamd.scanned.map(String)).toEqual(['nota'])
})

test('a file that is infected is closed for good, its bytes are gone, and the audit log says why', async () => {
  await using clamd = await startClamd()
  await using world = await createWorld({ CLAMD_URL: clamd.url })
  const opens = await uploads(world, 'EICAR')
  await world.settle({ hurry: true })
  expect(await opens()).toMatchObject({ status: 410, body: { code: 'file-infected' } })
  const [row] = await world.sql`select key from files`
  expect(await world.gateway.ports.files.get(row?.key)).toBeNull()
  const [line] =
    await world.sql`select action, subject, after, address from audit_log order by id desc limit 1`
  expect(line).toMatchObject({
    action: 'file-infected',
    subject: 'file',
    after: { found: 'Win.Test.EICAR_HDB-1', filename: '…', uploaded_by: 1 },
    address: 'local',
  })
})

test('bytes that could not be taken away are taken away later', async () => {
  await using clamd = await startClamd()
  await using world = await createWorld({ CLAMD_URL: clamd.url })
  await fetch(`${world.sandbox.s3Url}/control/faults`, {
    method: 'PUT',
    body: JSON.stringify([{ match: { method: 'DeleteObject' }, effect: 'status', code: 503, times: 2 }]),
  })
  const opens = await uploads(world, 'EICAR')
  await world.settle({ hurry: true })
  expect((await opens()).status).toBe(410)
  const [row] = await world.sql`select key from files`
  expect(await world.gateway.ports.files.get(row?.key)).toBeNull()
})
