import { expect, test } from 'vitest'
import { PORTAL_TICKET } from '#test/new-tickets.ts'
import { createWorld } from '#test/world.ts'

test('W-09: where Postgres has no room, whoever writes is asked to come later and nothing is kept; what is read is answered', async () => {
  await using world = await createWorld()
  const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
  const { id } = (await maria.post('/ticket', PORTAL_TICKET)).body as { id: number }
  await world.settle()
  await world.sql.unsafe(`
    create function no_room() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
    create trigger no_room before insert or update on deals for each row execute function no_room()`)

  const other = { ...PORTAL_TICKET, title: 'Teclado' }
  const refused = await maria.post('/ticket', other)
  expect(refused).toMatchObject({ status: 503, body: { code: 'disk-full' } })
  expect(refused.headers.get('retry-after')).toBe('60')
  expect(await joao.post('/api/v1/tickets/bulk', { ids: [id], action: 'tag', value: 'x' })).toMatchObject({
    body: { results: [{ id, code: 'disk-full' }] },
  })
  expect((await maria.get(`/api/v1/tickets/${id}`)).status).toBe(200)
  expect(await world.sql`select count(*)::int from deals`).toMatchObject([{ count: 1 }])

  await world.sql.unsafe('drop trigger no_room on deals')
  expect((await maria.post('/ticket', other)).status).toBe(201)
})
