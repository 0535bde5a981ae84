import { describe, expect, test } from 'vitest'
import { attachFiles } from '#src/files/attach-files.ts'
import { filesOf, toFileView } from '#src/files/file-view.ts'
import type { MessageId, TicketId, UploadId, UserId } from '#src/ids.ts'
import type { Client } from '#test/client.ts'
import { formOf, PNG } from '#test/files/samples.ts'
import { opensTicket, says } from '#test/files/ticket-row.ts'
import { createWorld, type World } from '#test/world.ts'

const [MARIA, PEDRO] = [1 as UserId, 2 as UserId]

async function uploads(client: Client, name = 'foto.png'): Promise<UploadId> {
  const { status, body } = await client.post('/api/v1/uploads', formOf({ name, bytes: PNG }))
  expect(status).toBe(201)
  return (body as { upload_id: UploadId }).upload_id
}

const attach = (
  world: World,
  userId: UserId,
  ids: UploadId[],
  ticketId: TicketId,
  activityId: number | null = null,
) =>
  world.gateway.ports.db.transaction((tx) =>
    attachFiles(tx, userId, ids, { ticketId, activityId: activityId as MessageId | null }),
  )

describe('302', () => {
  test('F-11: whoever may see the ticket gets a link for five minutes, to be saved and not shown', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const uploadId = await uploads(maria)
    const [file] = await attach(world, MARIA, [uploadId], await opensTicket(world, MARIA))
    for (const who of ['1001', '2001', '9001']) {
      const client = await world.signIn(who)
      for (const reference of [file?.id, uploadId, uploadId.toUpperCase()]) {
        const answer = await client.get(`/api/v1/attachments/${reference}`)
        expect(answer.status, `${who} ${reference}`).toBe(302)
        expect(answer.headers.get('cache-control')).toBe('no-store')
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
        const link = new URL(answer.headers.get('location') ?? '')
        expect(link.searchParams.get('X-Amz-Expires')).toBe('300')
        const opened = await fetch(link)
        expect(opened.headers.get('content-type')).toBe('image/png')
        expect(opened.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''foto.png")
        expect(Buffer.from(await opened.arrayBuffer()).equals(PNG)).toBe(true)
      }
    }
  })

  test('F-06: lists show id, link, name, size and type of a file', async () => {
    await using world = await createWorld()
    const { ports } = world.gateway
    const ticketId = await opensTicket(world, MARIA)
    const [file] = await attach(world, MARIA, [await uploads(await world.signIn('1001'))], ticketId)
    const [row] = await filesOf(ports.db, { ticketIds: [ticketId] })
    expect(row?.id).toBe(file?.id)
    const view = row && (await toFileView(ports, row))
    expect(view).toEqual({
      id: file?.id,
      file_url: expect.stringContaining('X-Amz-Expires=7200'),
      filename: 'foto.png',
      size: PNG.byteLength,
      mime: 'image/png',
    })
    expect((await fetch(view?.file_url ?? '')).status).toBe(200)
  })
})

describe('404', () => {
  test("X-06: a file of somebody else's ticket is not there, whatever it is named by", async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const uploadId = await uploads(maria)
    const [file] = await attach(world, MARIA, [uploadId], await opensTicket(world, MARIA))
    const pedro = await world.signIn('1002')
    for (const reference of [file?.id, uploadId, 2_147_483_647, '00000000-0000-8000-8000-000000000000']) {
      expect(await pedro.get(`/api/v1/attachments/${reference}`)).toMatchObject({
        status: 404,
        body: { code: 'file-not-found' },
      })
    }
    expect((await world.visitor().get(`/api/v1/attachments/${file?.id}`)).status).toBe(401)
  })

  test('an upload that nobody used is open to its maker alone, the team included', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const uploadId = await uploads(maria)
    expect((await maria.get(`/api/v1/attachments/${uploadId}`)).status).toBe(302)
    for (const who of ['1002', '2001', '9001'])
      expect((await (await world.signIn(who)).get(`/api/v1/attachments/${uploadId}`)).status, who).toBe(404)
  })

  test('files of internal notes, and of messages that were taken back, are for the team', async () => {
    await using world = await createWorld()
    const joao = await world.signIn('2001')
    const maria = await world.signIn('1001')
    const ticketId = await opensTicket(world, MARIA)
    const note = await says(world, ticketId, true)
    const reply = await says(world, ticketId)
    const joaoId = 3 as UserId
    const [secret] = await attach(world, joaoId, [await uploads(joao)], ticketId, note)
    const [told] = await attach(world, joaoId, [await uploads(joao)], ticketId, reply)
    expect((await maria.get(`/api/v1/attachments/${secret?.id}`)).status).toBe(404)
    expect((await joao.get(`/api/v1/attachments/${secret?.id}`)).status).toBe(302)
    expect((await maria.get(`/api/v1/attachments/${told?.id}`)).status).toBe(302)
    await world.sql`update activities set deleted_at = now() where id = ${reply}`
    expect((await maria.get(`/api/v1/attachments/${told?.id}`)).status).toBe(404)
  })
})

describe('422', () => {
  test('what is no id is refused', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const ids = ['0', '-1', '01', '1.5', '2147483648', 'abc', "1'--", '00000000-0000-8000-8000-00000000000']
    for (const id of ids) expect((await maria.get(`/api/v1/attachments/${id}`)).status, id).toBe(422)
  })
})

describe('attaching', () => {
  test('an upload is used once: by one of two who want it at the same moment', async () => {
    await using world = await createWorld()
    const uploadId = await uploads(await world.signIn('1001'))
    const ticketId = await opensTicket(world, MARIA)
    const both = await Promise.allSettled([
      attach(world, MARIA, [uploadId], ticketId),
      attach(world, MARIA, [uploadId], await opensTicket(world, MARIA)),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    expect(refused.reason).toMatchObject({ code: 'upload-already-used' })
    await expect(attach(world, MARIA, [uploadId], ticketId)).rejects.toMatchObject({
      code: 'upload-already-used',
    })
  })

  test('the same upload named twice, one of somebody else, one that never was', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const [one, other] = [await uploads(maria), await uploads(maria)]
    const ticketId = await opensTicket(world, MARIA)
    await expect(attach(world, MARIA, [one, one], ticketId)).rejects.toMatchObject({
      code: 'upload-already-used',
    })
    await expect(attach(world, PEDRO, [one], ticketId)).rejects.toMatchObject({
      code: 'invalid-request',
      fields: [{ path: ['attachments', 0] }],
    })
    const unknown = '00000000-0000-8000-8000-000000000000' as UploadId
    await expect(attach(world, MARIA, [one, unknown], ticketId)).rejects.toMatchObject({
      code: 'invalid-request',
      fields: [{ path: ['attachments', 1] }],
    })
    const rows = await attach(world, MARIA, [other, one], ticketId)
    expect(rows.map(({ uploadId }) => uploadId)).toEqual([other, one])
  })

  test('F-12: ten files and 25 MB a message, and not one more', async () => {
    await using world = await createWorld()
    const maria = await world.signIn('1001')
    const ticketId = await opensTicket(world, MARIA)
    const ids: UploadId[] = []
    for (let i = 0; i < 11; i++) ids.push(await uploads(maria))
    await expect(attach(world, MARIA, ids, ticketId)).rejects.toMatchObject({ code: 'too-many-files' })
    await world.sql`update files set size_bytes = ${(25 * 1024 * 1024) / 10} where uploaded_by = 1`
    await world.sql`update files set size_bytes = size_bytes + 1 where upload_id = ${ids[0] ?? ''}`
    await expect(attach(world, MARIA, ids.slice(0, 10), ticketId)).rejects.toMatchObject({
      code: 'file-too-large',
    })
    expect(await attach(world, MARIA, ids.slice(1), ticketId)).toHaveLength(10)
  })
})
