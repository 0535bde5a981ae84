import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Permissions } from '#src/accounts/permissions.ts'
import type { Client } from '#test/client.ts'
import { gatewayBeside } from '#test/gateway-beside.ts'
import { givenTicket, MARIA } from '#test/tickets.ts'
import { createWorld, type World } from '#test/world.ts'

/** Section 19: granular RBAC. What agents and leads may do is decided by admins. */

const PATH = '/api/v1/admin/permissions'
let world: World
let rita: Client
beforeAll(async () => {
  world = await createWorld({ ROLE: 'api', CRM_WAIT_MS: '0' })
  rita = await world.signIn('9001')
})
afterAll(() => world[Symbol.asyncDispose]())

const read = async () => (await rita.get(PATH)).body as Permissions
const change = (items: object[], match = '*') => rita.send('PUT', PATH, { items }, { 'if-match': match })

test('admins see in their language what can be given, to whom it is given, and what it was before they did', async () => {
  const { version, items } = await read()
  expect(version).toBe(0)
  expect(items).toContainEqual({
    action: 'views:change-others',
    name: 'Mudar visões que outros do próprio departamento compartilham',
    agent: false,
    lead: true,
    by_default: { agent: false, lead: true },
  })
  const names = items.map(({ action }) => action as string)
  for (const fixed of ['users:change', 'permissions:change', 'profile:read', 'public:read', 'ticket:read'])
    expect(names).not.toContain(fixed)
  const inRussian = await rita.send('GET', PATH, undefined, { 'accept-language': 'ru' })
  expect(inRussian.text).toContain('Видеть доску')
})

test('what is taken from a role is refused to the very next request, at every gateway, and not to other roles', async () => {
  await using beside = await gatewayBeside(world)
  const joao = await world.signIn('2001')
  const { ticket_number, ...ticket } = await givenTicket(world, { user_id: MARIA })
  const note = { message: 'Só para nós', is_internal: true }
  const there = beside.as(joao)
  expect((await there.post(`/api/v1/tickets/${ticket.id}/messages`, note)).status).toBe(201)

  const taken = ['stats:read', 'ticket:note', 'board:read'].map((action) => ({
    action,
    agent: false,
    lead: true,
  }))
  const changed = await change(taken, `"${(await read()).version}"`)
  expect(changed.status, changed.text).toBe(200)
  expect((await there.get('/api/v1/stats')).body).toMatchObject({ code: 'forbidden' })
  expect((await joao.get('/api/v1/board')).body).toMatchObject({ code: 'forbidden' })
  expect((await there.post(`/api/v1/tickets/${ticket.id}/messages`, note)).body).toMatchObject({
    code: 'forbidden',
  })
  expect((await joao.get(`/api/v1/tickets/${ticket.id}`)).status).toBe(200)
  expect((await rita.get('/api/v1/stats')).status).toBe(200)
  const session = (await joao.get('/api/v1/session')).body as { may: string[] }
  expect(session.may).toContain('ticket:change')
  expect(session.may).not.toContain('stats:read')

  expect((await change([])).status).toBe(200)
  expect((await there.get('/api/v1/stats')).status).toBe(200)
  expect((await joao.get('/api/v1/session')).body).toMatchObject({
    may: expect.arrayContaining(['stats:read']),
  })
})

test('what is given to a role is theirs at once', async () => {
  const joao = await world.signIn('2001')
  expect((await joao.get('/api/v1/users')).status).toBe(403)
  expect((await change([{ action: 'users:read', agent: true, lead: true }])).status).toBe(200)
  expect((await joao.get('/api/v1/users')).status).toBe(200)
  // Reading is not giving roles.
  expect((await joao.patch('/api/v1/users/3', { role: 'admin' })).status).toBe(403)
  expect((await change([])).status).toBe(200)
  expect((await joao.get('/api/v1/users')).status).toBe(403)
})

test('of two who change the same version one has to look again, and each change has its line in the audit log', async () => {
  const before = await read()
  const lines = async () =>
    (await world.sql`select count(*)::int as lines from audit_log where action = 'permission-changed'`)[0]
      ?.lines
  const linesBefore = await lines()
  const match = `"${before.version}"`
  const answers = await Promise.all([
    change([{ action: 'jobs:read', agent: false, lead: true }], match),
    change([{ action: 'sync:read', agent: true, lead: true }], match),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
  const after = await read()
  expect(after.version).toBe(before.version + 1)
  const changes = after.items.filter(
    ({ agent, lead, by_default }) => agent !== by_default.agent || lead !== by_default.lead,
  )
  expect(changes).toHaveLength(1)
  expect((await lines()) - linesBefore).toBe(changes[0]?.action === 'jobs:read' ? 1 : 2)
  const [line] =
    await world.sql`select * from audit_log where action = 'permission-changed' order by id desc limit 1`
  expect(line).toMatchObject({
    actor_id: 5,
    before: { role: 'lead', action: changes[0]?.action, is_allowed: false },
    after: { role: 'lead', action: changes[0]?.action, is_allowed: true },
  })
  // The same again is no change.
  expect((await change(changes.map(({ action, agent, lead }) => ({ action, agent, lead })))).body).toEqual(
    after,
  )
  expect((await change([])).status).toBe(200)
})

test.each([
  [{ action: 'users:change', agent: true, lead: true }],
  [{ action: 'profile:read', agent: false, lead: false }],
  [{ action: 'nonsense', agent: true, lead: true }],
  [{ action: 'board:read', agent: true }],
  [{ action: 'board:read', agent: true, lead: true, requester: true }],
  [{ action: 'board:read', agent: true, lead: true, admin: false }],
])('what is fixed or unknown is refused: %j', async (item) => {
  const before = await read()
  const answer = await change([item])
  expect(answer.status).toBe(422)
  expect(answer.body).toMatchObject({ errors: [{ field: expect.stringMatching(/^items/) }] })
  expect(await read()).toEqual(before)
})

test('an action twice, or no version, is refused', async () => {
  const item = { action: 'board:read', agent: false, lead: true }
  expect((await change([item, item])).status).toBe(422)
  expect((await rita.send('PUT', PATH, { items: [item] })).status).toBe(428)
})
