import type { Page, Worker } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { breath } from '#test/breath.ts'
import { PATIENCE_MS } from '#test/browser.ts'
import { startPushReceiver, type TestBrowser } from '#test/notices/push-receiver.ts'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import { worldOfScreens } from './world-of-screens.ts'

const world = await worldOfScreens()
const receiver = await startPushReceiver()
afterAll(() => receiver[Symbol.asyncDispose]())

/**
 * This Chromium has neither a push service behind it nor anything to show notifications with, so its edges are played: what the person
 * answers, and what the push service of its maker gives out.
 */
const playEdges = (page: Page, answer: 'granted' | 'denied', { subscription }: TestBrowser) =>
  page.addInitScript(`
    globalThis.asked = 0
    Object.defineProperty(Notification, 'permission', {
      configurable: true,
      get: () => sessionStorage.getItem('permission') ?? 'default',
    })
    Notification.requestPermission = async () => {
      asked += 1
      sessionStorage.setItem('permission', '${answer}')
      return '${answer}'
    }
    PushManager.prototype.getSubscription = async () => null
    PushManager.prototype.subscribe = async () => ({
      toJSON: () => (${JSON.stringify(subscription)}),
      unsubscribe: async () => true,
    })`)

/** The worker's own edges; and, as nobody but a person clicks, and nobody but a browser renews, a way to tell it that they did. */
const WORKERS_EDGES = `
  globalThis.did = []
  registration.showNotification = async (title, options) => did.push({ title, ...options })
  clients.openWindow = async (path) => did.push({ opened: path })
  WindowClient.prototype.focus = async function () { did.push({ focused: new URL(this.url).pathname }) }
  globalThis.happens = async (name, more) => {
    let work
    const waitUntil = (promise) => { work = promise }
    dispatchEvent(Object.assign(new ExtendableEvent(name), { waitUntil, ...more }))
    await work
  }`

/** Brings what the gateway sent to the real worker. */
async function bringing(page: Page, worker: Worker) {
  await worker.evaluate(WORKERS_EDGES)
  const cdp = await page.context().newCDPSession(page)
  let registrationId: string | undefined
  cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    registrationId = registrations.at(-1)?.registrationId ?? registrationId
  })
  await cdp.send('ServiceWorker.enable')
  while (registrationId === undefined) await breath()
  const known = { origin: world.url, registrationId }
  return {
    bring: (content: unknown) =>
      cdp.send('ServiceWorker.deliverPushMessage', { ...known, data: JSON.stringify(content) }),
    isRenewed: ({ subscription }: TestBrowser) =>
      worker.evaluate(`happens('pushsubscriptionchange', {
        newSubscription: { toJSON: () => (${JSON.stringify(subscription)}) } })`),
    isClicked: (path: string) =>
      worker.evaluate(
        `happens('notificationclick', { notification: { close: () => undefined, data: { path: '${path}' } } })`,
      ),
    did: () => worker.evaluate('did'),
  }
}

const registrations = (page: Page) =>
  page.evaluate('navigator.serviceWorker.getRegistrations().then((all) => all.length)')

test('E-06: asked by a click and not before; what is pushed is shown by the worker, leads to the ticket, and ends with a click', async () => {
  const [client, joao] = [await world.signIn('1001'), await world.signIn('2001')]
  const [first, second] = [await receiver.browser(), await receiver.browser()]
  const ticket = { title: 'A impressora não imprime', description: 'Nem a luz acende, já troquei de tomada.' }
  const { id } = (await client.post('/api/v1/tickets', ticket)).body as { id: number }
  const maria = await world.as('1001')
  await playEdges(maria, 'granted', first)
  await maria.goto('/perfil')
  const turnOn = maria.getByRole('button', { name: 'Ligar neste aparelho' })
  await turnOn.waitFor()
  expect([await maria.evaluate('asked'), await registrations(maria)]).toEqual([0, 0])
  const column = maria.getByRole('checkbox', { name: 'a central responde: Aparelho' })
  expect(await column.count()).toBe(0)
  const [worker] = await Promise.all([maria.context().waitForEvent('serviceworker'), turnOn.click()])
  await maria.getByText('Ligados.').waitFor()
  await column.waitFor()
  const { bring, isRenewed, isClicked, did } = await bringing(maria, worker)

  await maria.getByRole('button', { name: 'Mandar um teste' }).click()
  await maria.getByText('O teste está a caminho.').waitFor()
  await first.arrived(1)
  await bring(first.pushes[0]?.content)
  await expect
    .poll(did, { timeout: PATIENCE_MS })
    .toEqual([expect.objectContaining({ title: 'Ponte', tag: 'trial' })])
  await expectAccessible(maria, 'turned on')
  await expectFits(maria, 'turned on')

  // The push service has given the browser another address.
  await isRenewed(second)
  await joao.post(`/api/v1/tickets/${id}/messages`, { message: 'Troque o cabo, por favor.' })
  await second.arrived(1)
  await bring(second.pushes[0]?.content)
  await expect.poll(did, { timeout: PATIENCE_MS }).toContainEqual(
    expect.objectContaining({
      title: 'João Tech respondeu',
      body: expect.stringContaining('A impressora não imprime'),
      ...{ tag: expect.stringMatching(/^notice-\d+$/), lang: 'pt-BR', data: { path: `/chamados/${id}` } },
    }),
  )
  await isClicked(`/chamados/${id}`)
  expect(await did()).toContainEqual({ opened: `/chamados/${id}` })
  await maria.goto(`/chamados/${id}`)
  await maria.getByText('Troque o cabo, por favor.').waitFor()
  await isClicked(`/chamados/${id}`)
  expect(await did()).toContainEqual({ focused: `/chamados/${id}` })

  await maria.goto('/perfil')
  await maria.getByRole('button', { name: 'Desligar', exact: true }).click()
  await turnOn.waitFor()
  expect(await world.sql`select from push_devices`).toEqual([])
  expect(await registrations(maria)).toBe(0)
})

test('who said no reads what to do; whoever signs out leaves nothing behind in that browser', async () => {
  const pedro = await world.as('1002', { viewport: { width: 390, height: 844 } })
  await playEdges(pedro, 'denied', await receiver.browser())
  await pedro.goto('/perfil')
  const turnOn = pedro.getByRole('button', { name: 'Ligar neste aparelho' })
  await turnOn.click()
  await pedro.getByText('O navegador bloqueia os avisos do Ponte.').waitFor()
  expect(await world.sql`select from push_devices`).toEqual([])

  await playEdges(pedro, 'granted', await receiver.browser())
  await pedro.evaluate(`sessionStorage.removeItem('permission')`)
  await pedro.reload()
  await turnOn.click()
  await pedro.getByText('Ligados.').waitFor()
  await expectFits(pedro, 'turned on, on a phone')
  await pedro.getByRole('button', { name: /^Sua conta/ }).click()
  await pedro.getByRole('button', { name: 'Sair' }).click()
  await pedro.waitForURL(/\/entrar/)
  expect(await world.sql`select from push_devices`).toEqual([])
  await expect.poll(() => registrations(pedro), { timeout: PATIENCE_MS }).toBe(0)
})
