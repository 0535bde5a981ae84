import { afterAll, afterEach, expect, test } from 'vitest'
import type { Client } from '#test/client.ts'
import { startPushReceiver, type TestBrowser } from '#test/notices/push-receiver.ts'
import { signedIn } from '#test/signed-in.ts'
import { JOAO, MARIA, PEDRO } from '#test/tickets.ts'

const { world, maria, pedro, joao } = await signedIn()
const service = await startPushReceiver()
afterAll(() => service[Symbol.asyncDispose]())
afterEach(async () => void (await world.sql`delete from push_devices`))

const DEVICES = '/api/v1/notifications/devices'
const THIS = `${DEVICES}/this`
type Devices = { application_server_key: string; items: { id: number; is_this: boolean }[] }

async function file(client: Client, title: string): Promise<number> {
  const ticket = { title, description: 'Nem a luz acende, já troquei de tomada.', department: 'TI' }
  const answer = await client.post('/api/v1/tickets', ticket)
  expect(answer.status, answer.text).toBe(201)
  return (answer.body as { id: number }).id
}
const say = (client: Client, id: number, more: object = {}) =>
  client.post(`/api/v1/tickets/${id}/messages`, { message: 'Troque o cabo, por favor.', ...more })
async function turnOn(client: Client): Promise<TestBrowser> {
  const browser = await service.browser()
  const answer = await client.put(THIS, browser.subscription)
  expect(answer.status, answer.text).toBe(200)
  return browser
}
const devicesOf = async (client: Client) => (await client.get(DEVICES)).body as Devices
const turnOff = async (client: Client) => {
  for (const { id } of (await devicesOf(client)).items)
    expect((await client.delete(`${DEVICES}/${id}`)).status).toBe(204)
}
const shown = ({ pushes }: TestBrowser) => pushes.map(({ content }) => `${content.title}: ${content.body}`)
const prefer = (client: Client, change: object) => client.patch('/api/v1/notifications/preferences', change)

test('E-06: off until asked; then each browser of whoever is concerned is told once, in their language, of nothing that is not for them', async () => {
  const before = service.count()
  const early = await file(maria, 'Antes de ligar')
  await say(joao, early)
  await world.settle()
  expect(service.count()).toBe(before)
  expect(await world.sql`select from notices where is_pushed`).toEqual([])

  const [phone, joaos] = [await turnOn(maria), await turnOn(joao)]
  const laptop = await turnOn(await world.signIn('1001'))
  await world.sql`update users set locale = 'ru' where id = ${JOAO}`
  const id = await file(maria, 'Monitor apagado')
  await say(joao, id, { message: 'Segredo da equipe', is_internal: true })
  await say(joao, id, { message: 'Já tentou outro cabo?' })
  await world.settle()
  // By the CRM's number, once there is one.
  const title = / \[(#\d+|TKT-\d+-\d+)\] Monitor apagado$/
  for (const browser of [phone, laptop])
    expect(shown(browser)).toEqual([expect.stringMatching(`^João Tech respondeu:${title.source}`)])
  expect(shown(joaos)).toEqual([expect.stringMatching(`^Новая заявка: Maria Santos:${title.source}`)])
  expect(joaos.pushes[0]?.content).toMatchObject({ path: `/quadro/${id}`, lang: 'ru' })
  const [push] = phone.pushes
  expect(push?.content).toMatchObject({ path: `/chamados/${id}`, lang: 'pt-BR', isQuiet: false })
  expect(push?.content.tag).toMatch(/^notice-\d+$/)
  const { application_server_key } = await devicesOf(maria)
  expect(push?.applicationKey).toBe(application_server_key)
  expect(push?.token).toMatchObject({ sub: 'mailto:ponte@example.com', aud: service.origin })
  expect(push?.headers).toMatchObject({
    ...{ 'content-encoding': 'aes128gcm', urgency: 'normal', topic: `ticket-${id}` },
  })
  expect(Number(push?.headers.ttl)).toBeGreaterThan(23 * 3_600)
  await world.sql`update users set locale = 'pt-BR' where id = ${JOAO}`

  await prefer(maria, { kinds: { agent_reply: { push: false } } })
  await say(joao, id, { message: 'E agora?' })
  await world.settle()
  expect(phone.pushes).toHaveLength(1)
  await prefer(maria, { kinds: { agent_reply: { push: true } } })
  const log = world.log()
  expect(log).not.toContain(new URL(phone.subscription.endpoint).pathname)
  expect(log).not.toContain(phone.subscription.keys.auth)
})

test('a browser has one subscription, whoever sits there; nobody touches those of others; the oldest of many makes room', async () => {
  const browser = await service.browser()
  for (let time = 0; time < 2; time += 1)
    expect((await maria.put(THIS, browser.subscription)).status).toBe(200)
  const [first, ...more] = (await devicesOf(maria)).items
  expect(more).toEqual([])
  expect(first).toMatchObject({ is_this: true })
  for (const answer of [
    await pedro.delete(`${DEVICES}/${first?.id}`),
    await pedro.post(`${DEVICES}/${first?.id}/trial`),
    await maria.delete(`${DEVICES}/999999`),
  ])
    expect(answer).toMatchObject({ status: 404, body: { code: 'device-not-found' } })

  // As `pushsubscriptionchange` does: what waits goes to the new address.
  const renewed = await turnOn(maria)
  expect((await devicesOf(maria)).items).toEqual([first])
  // Pedro signs in there.
  expect((await pedro.put(THIS, renewed.subscription)).status).toBe(200)
  expect((await devicesOf(maria)).items).toEqual([])
  const id = await file(maria, 'Quem senta aí')
  await say(joao, id)
  await world.settle()
  expect(renewed.pushes).toEqual([])
  await turnOff(pedro)

  await world.sql`with made as (insert into sessions (id, user_id, created_at, expires_at, rotated_at, address)
      select gen_random_uuid(), ${MARIA}, now(), now() + interval '1 day', now(), 'local' from generate_series(1, 10) returning id)
    insert into push_devices (user_id, session_id, endpoint, p256dh, auth, made_for)
    select ${MARIA}, id, ${service.origin} || '/' || id, 'x', 'x', ${(await devicesOf(maria)).application_server_key} from made`
  await turnOn(maria)
  const { items } = await devicesOf(maria)
  expect(items).toHaveLength(10)
  expect(items[0]).toMatchObject({ is_this: true })
})

test('what cannot be an address of a push service, or its keys, is refused', async () => {
  const { subscription } = await service.browser()
  const { endpoint, keys } = subscription
  const off = Buffer.from(keys.p256dh, 'base64url')
  off[64] = (off[64] ?? 0) ^ 1
  for (const [wrong, field] of [
    ...[
      'http://push.example.com/a',
      'https://10.0.0.5/a',
      'https://169.254.169.254/a',
      'https://[fd00::1]/a',
    ].map((one) => [{ endpoint: one, keys }, 'endpoint'] as const),
    [{ endpoint: 'https://postgres/a', keys }, 'endpoint'],
    [{ endpoint: `https://push.example.com/${'a'.repeat(1_024)}`, keys }, 'endpoint'],
    [{ endpoint: '', keys }, 'endpoint'],
    [{ endpoint, keys: { ...keys, p256dh: off.toString('base64url') } }, 'keys.p256dh'],
    [{ endpoint, keys: { ...keys, p256dh: keys.auth } }, 'keys.p256dh'],
    [{ endpoint, keys: { ...keys, auth: 'x' } }, 'keys.auth'],
    [{ endpoint }, 'keys'],
    [{ endpoint, keys, more: 1 }, ''],
  ] as const) {
    const answer = await maria.put(THIS, wrong)
    expect(answer, JSON.stringify(wrong)).toMatchObject({
      status: 422,
      body: { code: 'invalid-request', errors: [{ field }] },
    })
  }
  expect((await devicesOf(maria)).items).toEqual([])
})

test('a push that cannot be taken now is repeated when the service says so, and never shown as two; gone is gone', async () => {
  const browser = await turnOn(maria)
  const id = await file(maria, 'Um aviso repetido')
  service.answersNext({ status: 429, headers: { 'retry-after': '120' } })
  await say(joao, id)
  await world.settle()
  expect(browser.pushes.map(({ status }) => status)).toEqual([429])
  const [waiting] = await world.sql`
    select run_at between now() + interval '1 minute' and now() + interval '4 minutes' as later, last_error
    from jobs where name = 'push-notice'`
  expect(waiting).toEqual({ later: true, last_error: expect.stringContaining('429 from a push service') })
  service.answersNext({ status: 503 })
  await world.settle({ hurry: true })
  expect(browser.pushes.map(({ status }) => status)).toEqual([429, 503, 201])

  // As when a gateway dies between the service's yes and the commit.
  const [made] = await world.sql`
    select (select max(id) from push_devices where user_id = ${MARIA})::int as device,
      (select max(id) from notices where user_id = ${MARIA})::int as notice`
  await world.sql`insert into jobs (name, payload, is_head, lane)
    values ('push-notice', ${world.sql.json({ deviceId: made?.device, noticeId: made?.notice })}, true, 2)`
  await world.settle()
  expect(browser.pushes).toHaveLength(4)
  expect(new Set(browser.pushes.map(({ content }) => content.tag)).size).toBe(1)
  expect(new Set(browser.pushes.map(({ headers }) => headers.topic))).toEqual(new Set([`ticket-${id}`]))

  service.answersNext({ status: 400 })
  await say(joao, id, { message: 'Outra' })
  await world.settle()
  expect((await devicesOf(maria)).items).toHaveLength(1)
  expect(world.log()).toContain('a push was refused')
  service.answersNext({ status: 410 })
  await say(joao, id, { message: 'Mais uma' })
  await world.settle()
  expect((await devicesOf(maria)).items).toEqual([])
  expect(await world.sql`select from jobs where name = 'push-notice'`).toEqual([])
})

test('in quiet hours it waits, what was read by then is not shown, and many in an hour come without a sound', async () => {
  const browser = await turnOn(maria)
  const at = (hours: number) =>
    new Date(world.clock.now().getTime() + hours * 3_600_000).toISOString().slice(11, 16)
  await prefer(maria, { quiet_hours: { from: at(-1), to: at(2), time_zone: 'UTC' } })
  const [read, id] = [await file(maria, 'Já lido antes'), await file(maria, 'Parou de noite')]
  await say(joao, read)
  await say(joao, id)
  await world.settle()
  expect(browser.pushes).toEqual([])
  const [device] = (await devicesOf(maria)).items
  expect((await maria.post(`${DEVICES}/${device?.id}/trial`)).status).toBe(202)
  await world.settle()
  expect(shown(browser), 'whoever tries it is awake').toEqual([
    'Ponte: Funciona. É assim que os avisos chegam neste aparelho.',
  ])
  await maria.post('/api/v1/notifications/read', { all: true })
  await say(joao, id, { message: 'De manhã' })
  await world.settle()
  await prefer(maria, { quiet_hours: null })
  await world.settle({ hurry: true })
  expect(shown(browser).slice(1)).toEqual([expect.stringMatching(/^João Tech respondeu: .* Parou de noite$/)])
  for (let n = 3; n <= 7; n += 1) await say(joao, id, { message: `Resposta ${n}` })
  await world.settle()
  // They go side by side, so any of them may be the last to arrive.
  expect(browser.pushes.slice(1)).toHaveLength(6)
  expect(browser.pushes.slice(1).filter(({ content }) => content.isQuiet)).toHaveLength(1)
  await turnOff(maria)
})

test('whoever signs out there is told nothing more, also of what waits; and so is whoever is signed out, or goes', async () => {
  const [phone, laptop] = [await world.signIn('1002'), await world.signIn('1002')]
  const [onPhone, onLaptop] = [await turnOn(phone), await turnOn(laptop)]
  await prefer(phone, { quiet_hours: { from: '00:00', to: '23:59', time_zone: 'UTC' } })
  const id = await file(pedro, 'Quem saiu daqui')
  await say(joao, id)
  await world.settle()
  await phone.delete('/api/v1/session')
  expect((await devicesOf(laptop)).items).toMatchObject([{ is_this: true }])
  await prefer(laptop, { quiet_hours: null })
  await world.settle({ hurry: true })
  expect([onPhone.pushes.length, onLaptop.pushes.length]).toEqual([0, 1])
  // Over without anybody's doing: the row is still there.
  await world.sql`update sessions set expires_at = now() - interval '1 hour' where id in (select session_id from push_devices)`
  await say(joao, id, { message: 'E agora?' })
  await world.settle()
  expect(onLaptop.pushes).toHaveLength(1)
  const again = await turnOn(pedro)
  expect((await pedro.delete('/api/v1/sessions')).status).toBe(204)
  const rita = await world.signIn('9001')
  const gone = await rita.post(`/api/v1/admin/users/${PEDRO}/erase`, { reason: 'Pedido', confirm: '1002' })
  expect(gone.status, gone.text).toBe(202)
  await world.settle({ hurry: true })
  expect(await world.sql`select from push_devices where user_id = ${PEDRO}`).toEqual([])
  expect(again.pushes).toEqual([])
})

test('a browser that was told of another key of ours is forgotten, and nothing is sent', async () => {
  const browser = await turnOn(maria)
  await world.sql`update push_devices set made_for = 'outra'`
  expect((await devicesOf(maria)).items).toEqual([])
  await say(joao, await file(maria, 'Uma outra chave'))
  await world.settle()
  expect(browser.pushes).toEqual([])
  expect(await world.sql`select from push_devices`).toEqual([])
})
