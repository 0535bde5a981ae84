import { expect, test } from 'vitest'
import { attachFiles } from '#src/files/attach-files.ts'
import { attachmentKey, newUploadId } from '#src/files/object-key.ts'
import { storeUpload } from '#src/files/store-upload.ts'
import { sweepFiles } from '#src/files/sweep-files.ts'
import type { TicketId, UserId } from '#src/ids.ts'
import { createWorld, type World } from '#test/world.ts'
import { opensTicket } from './ticket-row.ts'

const MARIA = { userId: 1 as UserId }

async function* text() {
  yield Buffer.from('nota')
}
const upload = (world: World) =>
  storeUpload(world.gateway.ports, MARIA, { filename: 'a.txt', stream: text() })

async function keysIn(world: World): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of world.gateway.ports.files.list('')) keys.push(key)
  return keys
}

const about = {
  type: 'text/plain',
  sizeBytes: 1,
  sha256: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
}
const put = (world: World, key: string) => world.gateway.ports.files.put(key, Buffer.from('a'), about)

test('F-12: an upload that nobody used for a day goes, row and bytes; what is used or younger stays', async () => {
  await using world = await createWorld()
  const { ports } = world.gateway
  const [unused, used, young] = [await upload(world), await upload(world), await upload(world)]
  const ticketId = await opensTicket(world, MARIA.userId)
  await ports.db.transaction((tx) =>
    attachFiles(tx, MARIA.userId, [used.uploadId], { ticketId, activityId: null }),
  )
  await world.sql`update files set created_at = created_at - interval '25 hours' where id in ${world.sql([unused.id, used.id])}`
  expect(await sweepFiles(ports)).toEqual({ unused: 1, orphans: 0 })
  expect(await keysIn(world)).toEqual([used.key, young.key].sort())
  const rows = await world.sql`select id from files order by id`
  expect(rows.map(({ id }) => id)).toEqual([used.id, young.id])
})

test('bytes that no row knows go after a day; those of others, and of the portal before us, never', async () => {
  await using world = await createWorld()
  const { ports } = world.gateway
  const known = await upload(world)
  const foreign = [
    'attachments/relatorio.pdf',
    attachmentKey(newUploadId('another ponte'), 'a.txt', new Date()),
    'backups/db.gz',
  ]
  const orphan = attachmentKey(newUploadId(ports.uploads.instance), 'a.txt', new Date())
  const picture = `avatars/${newUploadId(ports.uploads.instance)}.png`
  for (const key of [...foreign, orphan, picture]) await put(world, key)
  expect(await sweepFiles(ports)).toEqual({ unused: 0, orphans: 0 })
  await world.sql`update files set ticket_id = ${await opensTicket(world, MARIA.userId)}`
  expect(await sweepFiles(ports, { unusedForMs: -1_000 })).toEqual({ unused: 0, orphans: 2 })
  expect(await keysIn(world)).toEqual([...foreign, known.key].sort())
})

test('one that is being attached just now is not swept from under it', async () => {
  await using world = await createWorld()
  const { ports } = world.gateway
  const row = await upload(world)
  const ticketId: TicketId = await opensTicket(world, MARIA.userId)
  await ports.db.transaction(async (tx) => {
    await attachFiles(tx, MARIA.userId, [row.uploadId], { ticketId, activityId: null })
    expect(await sweepFiles(ports, { unusedForMs: -1_000 })).toEqual({ unused: 0, orphans: 0 })
  })
  expect(await sweepFiles(ports, { unusedForMs: -1_000 })).toEqual({ unused: 0, orphans: 0 })
  expect(await keysIn(world)).toEqual([row.key])
})

test('the store away: rows go, and their bytes when it is back', async () => {
  await using world = await createWorld()
  const { ports } = world.gateway
  await upload(world)
  const faults = (rules: object[]) =>
    fetch(`${world.sandbox.s3Url}/control/faults`, { method: 'PUT', body: JSON.stringify(rules) })
  await faults([{ match: { method: '*' }, effect: 'reset' }])
  await expect(sweepFiles(ports, { unusedForMs: -1_000 })).rejects.toThrow('file-store-away')
  expect(await world.sql`select id from files`).toEqual([])
  await faults([])
  expect(await sweepFiles(ports, { unusedForMs: -1_000 })).toEqual({ unused: 0, orphans: 1 })
  expect(await keysIn(world)).toEqual([])
})
