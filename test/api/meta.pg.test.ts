import { expect, test } from 'vitest'
import { createWorld } from '#test/world.ts'

test('T-27: what a form has to offer, in the language of whoever asks, with what the CRM offers', async () => {
  await using world = await createWorld()
  const { dictionaries, crmCheck } = world.gateway.ports
  await Promise.all([dictionaries.refresh(), crmCheck.run()])
  const maria = await world.signIn('1001')
  const { status, body } = await maria.get('/api/v1/meta', { 'accept-language': 'en' })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    categories: expect.arrayContaining([
      expect.objectContaining({ slug: 'access', label: 'Access and permissions', requires_cpf: true }),
      expect.objectContaining({ slug: 'safety_concern', default_priority: 'high' }),
    ]),
    priorities: [
      { code: 'urgent', label: 'Urgent', hours: 1 },
      { code: 'high', label: 'High', hours: 4 },
      { code: 'medium', label: 'Medium', hours: 24 },
      { code: 'low', label: 'Low', hours: 72 },
    ],
    statuses: expect.arrayContaining([{ code: 'waiting_for_user', label: 'Waiting for requester' }]),
    departments: expect.arrayContaining([expect.any(String)]),
    systems: expect.arrayContaining([expect.any(String)]),
    closed: { reply: 'reopen', reopen_days: 7 },
    limits: { title: { least: 10, most: 255 }, files: 10, file_bytes: 10_485_760 },
  })
  expect((await world.visitor().get('/api/v1/meta')).status).toBe(401)
})
