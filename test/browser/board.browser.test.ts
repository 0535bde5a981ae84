import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { manyTickets } from './many-tickets.ts'
import { measuredFrames } from './measured-frames.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** Cards are moved, by whatever moves them, and everybody sees it. */

const world = await worldOfScreens()

const card = (page: Page, title: string) => page.locator('[data-card]').filter({ hasText: title })
const column = (page: Page, stageId: string) => page.locator(`[data-stage="C19:${stageId}"]`)
const isIn = (page: Page, stageId: string, title: string) =>
  column(page, stageId).locator('[data-card]').filter({ hasText: title }).waitFor()
const announced = (page: Page, words: string) =>
  page.locator('#announcements').filter({ hasText: words }).waitFor({ state: 'attached' })

async function atTheBoard(matricula: string, options = {}): Promise<Page> {
  const page = await world.as(matricula, options)
  await page.goto('/quadro')
  await page.locator('[data-stage]').first().waitFor()
  return page
}

async function lift(page: Page, what: Locator): Promise<void> {
  await what.hover()
  await page.mouse.down()
  const { x, y } = await middleOf(what)
  await page.mouse.move(x + 8, y + 8, { steps: 4 })
}
async function carry(page: Page, to: Locator): Promise<void> {
  const { x, y } = await middleOf(to)
  await page.mouse.move(x, y, { steps: 8 })
  await to.and(page.locator('[data-over]')).waitFor()
}
async function middleOf(what: Locator) {
  const box = await what.boundingBox()
  if (!box) throw new Error('it is not there')
  return { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 200) }
}
async function drags(page: Page, title: string, stageId: string): Promise<void> {
  await lift(page, card(page, title))
  await carry(page, column(page, stageId))
  await page.mouse.up()
}

test('a card that is dragged is there for the colleague and the CRM, and comes back when that is undone', async () => {
  const [joao, ana] = [await atTheBoard('2001'), await atTheBoard('2002')]
  const dealId = await world.person.opens({ title: 'Servidor sem energia' })
  await isIn(joao, 'NEW', 'Servidor sem energia')
  await isIn(ana, 'NEW', 'Servidor sem energia')
  await drags(joao, 'Servidor sem energia', 'EXECUTING')
  await isIn(joao, 'EXECUTING', 'Servidor sem energia')
  await isIn(ana, 'EXECUTING', 'Servidor sem energia')
  await announced(ana, `moveu #${dealId} para`)
  await joao.getByRole('button', { name: 'Desfazer' }).click()
  await isIn(ana, 'NEW', 'Servidor sem energia')
  await isIn(joao, 'NEW', 'Servidor sem energia')
  await world.isQuiet()
  await world.isEqual()
})

test('who was slower is told who was quicker, and the card goes back to where it is now', async () => {
  const joao = await atTheBoard('2001')
  await world.person.opens({ title: 'Disputa' })
  await isIn(joao, 'NEW', 'Disputa')
  const ana = await world.signIn('2002')
  const id = Number(await card(joao, 'Disputa').getAttribute('data-card'))
  await lift(joao, card(joao, 'Disputa'))
  await ana.patch(`/api/v1/tickets/${id}`, { stage_id: 'C19:UC_WAIT' }, { 'if-match': '*' })
  // What others do waits while it is held.
  await carry(joao, column(joao, 'PREPARATION'))
  expect(await column(joao, 'UC_WAIT').locator('[data-card]').filter({ hasText: 'Disputa' }).count()).toBe(0)
  await joao.mouse.up()
  await joao.getByText('Ana Costa mudou este chamado antes de você').first().waitFor()
  await isIn(joao, 'UC_WAIT', 'Disputa')
})

test('by keyboard alone: found, moved, closed with what was done, and said', async () => {
  const joao = await atTheBoard('2001')
  await world.person.opens({ title: 'Só teclado' })
  await isIn(joao, 'NEW', 'Só teclado')
  await joao.keyboard.press('j')
  const id = await joao.locator('[data-card]:focus').getAttribute('data-card')
  await joao.keyboard.press('Enter')
  await joao.waitForURL(`**/quadro/${id}`)
  await joao.getByRole('dialog').waitFor()
  await joao.keyboard.press('j')
  await joao.waitForURL((url) => /quadro\/\d+$/.test(url.pathname) && !url.pathname.endsWith(`/${id}`))
  const next = new URL(joao.url()).pathname.split('/').at(-1)
  await joao.getByRole('dialog').waitFor()
  await joao.keyboard.press('Escape')
  await joao.waitForURL('**/quadro')
  await joao.locator(`[data-card="${next}"]:focus`).waitFor()

  await card(joao, 'Só teclado').focus()
  // What is done in a ticket, from its card.
  await joao.keyboard.press('p')
  await joao.getByRole('menuitemradio', { name: 'Crítico' }).waitFor()
  await joao.keyboard.press('Escape')
  await joao.getByRole('menuitemradio', { name: 'Crítico' }).waitFor({ state: 'detached' })
  await joao.keyboard.press('Escape')
  await joao.waitForURL('**/quadro')
  await card(joao, 'Só teclado').and(joao.locator(':focus')).waitFor()
  await joao.keyboard.press('m')
  await joao.getByRole('menuitemradio', { name: 'Em atendimento' }).waitFor()
  await joao.keyboard.type('Em at')
  await joao.keyboard.press('Enter')
  await isIn(joao, 'PREPARATION', 'Só teclado')
  await announced(joao, 'agora em Em atendimento')
  // The focus went with it.
  await joao.locator('[data-card]:focus').filter({ hasText: 'Só teclado' }).waitFor()
  await joao.keyboard.press('m')
  await joao.getByRole('menuitemradio', { name: 'Resolvido' }).click()
  await joao.getByLabel('O que foi feito').fill('Cabo trocado')
  await joao.getByRole('button', { name: /^Encerrar em/ }).click()
  await isIn(joao, 'WON', 'Só teclado')
})

test('a finger that holds a card carries it to another column', async () => {
  const joao = await atTheBoard('2001', { hasTouch: true, viewport: { width: 800, height: 800 } })
  await world.person.opens({ title: 'Com o dedo' })
  await isIn(joao, 'NEW', 'Com o dedo')
  const from = await middleOf(card(joao, 'Com o dedo'))
  const to = await middleOf(column(joao, 'PREPARATION'))
  const session = await joao.context().newCDPSession(joao)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points })
  await touch('touchStart', [from])
  await joao.locator('[data-accepts]').first().waitFor()
  await touch('touchMove', [{ x: (from.x + to.x) / 2, y: from.y }])
  await touch('touchMove', [to])
  await column(joao, 'PREPARATION').and(joao.locator('[data-over]')).waitFor()
  await touch('touchEnd', [])
  await isIn(joao, 'PREPARATION', 'Com o dedo')
})

test('five thousand cards are scrolled and dragged over; events move none that are looked at; lanes tell how many they left out', async () => {
  await manyTickets(world, 5_000)
  const joao = await atTheBoard('2001', { reducedMotion: 'no-preference' })
  const list = column(joao, 'NEW').locator('[data-scrolls=y]')
  await list.locator('[data-card]').first().waitFor()
  const scrolled = await measuredFrames(joao, async () => {
    await list.hover()
    for (let n = 0; n < 60; n++) await joao.mouse.wheel(0, 160)
  })
  const dragged = await measuredFrames(joao, async () => {
    await lift(joao, column(joao, 'PREPARATION').locator('[data-card]').nth(1))
    for (const stage of ['UC_WAIT', 'NEW', 'EXECUTING', 'PREPARATION']) {
      const { x, y } = await middleOf(column(joao, stage))
      await joao.mouse.move(x, y, { steps: 30 })
    }
    await joao.mouse.up()
  })
  // For people to read.
  process.stdout.write(
    `board, 5,000 cards: scrolled ${JSON.stringify(scrolled)}, dragged ${JSON.stringify(dragged)}\n`,
  )

  await lift(joao, column(joao, 'PREPARATION').locator('[data-card]').nth(1))
  const edge = await column(joao, 'PREPARATION').locator('[data-scrolls=y]').boundingBox()
  if (!edge) throw new Error('it is not there')
  await joao.mouse.move(edge.x + edge.width / 2, edge.y + edge.height - 10, { steps: 10 })
  const scrolledBy = `document.querySelector('[data-stage="C19:PREPARATION"] [data-scrolls=y]').scrollTop`
  await expect
    .poll(() => joao.evaluate(scrolledBy), {
      timeout: 60_000,
      message: 'held at its edge, the column scrolls',
    })
    .toBeGreaterThan(0)
  await joao.keyboard.press('Escape')
  await joao.mouse.up()

  await joao.evaluate(`window.shifts = 0; new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifts += value
  }).observe({ type: 'layout-shift' })`)
  await world.person.opens({ title: 'Chegou agora' })
  await announced(joao, 'Chegou agora')
  expect(await joao.evaluate('window.shifts')).toBe(0)

  // In lanes a part is read, and the rest is named.
  await joao.goto('/quadro?lanes=priority')
  const more = joao.getByRole('button', { name: /^Mostrar mais \d+ de Novo$/ })
  const left = Number(await more.innerText().then((text) => text.replace(/\D/g, '')))
  expect(left).toBeGreaterThan(400)
  await more.click()
  await joao.getByRole('button', { name: `Mostrar mais ${left - 400} de Novo` }).waitFor()
})
