import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PATIENCE_MS } from '#test/browser.ts'
import { NEW_TICKET } from '#test/new-tickets.ts'
import { givenMessage, givenTicket } from '#test/tickets.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** Nothing jumps, nobody is talked over, and what is seen does not hang on colours or on movement. */

const world = await worldOfScreens()

/** What the browser itself holds for a jump, and all that is said to screen readers. */
const WATCH = `window.jumps = []
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries())
    if (!hadRecentInput) window.jumps.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? node?.data)])
}).observe({ type: 'layout-shift' })
window.said = []
new MutationObserver((changes) => {
  for (const { target } of changes)
    if (target.id === 'announcements' && target.textContent) window.said.push(target.textContent)
}).observe(document.body, { childList: true, subtree: true })`

/** Whatever moves in some frame, for longer than nothing. */
const WATCH_MOTION = `window.moving = new Set()
const look = () => {
  for (const { effect } of document.getAnimations())
    if (effect.getComputedTiming().activeDuration > 0) window.moving.add(effect.target.className || effect.target.tagName)
  requestAnimationFrame(look)
}
look()`

const JUMPED = 'window.jumps.reduce((sum, [value]) => sum + value, 0)'
/** A row that gives way is more; a mark that comes, and moves the one beside it, is a hundredth of it. */
const A_ROW = 0.001
/** Once, when the ticket gets another state: its head says more then. Twelve messages that each moved something would be ten times that. */
const A_LINE_OF_THE_HEAD = 0.02

async function isLive(page: Page, path: string): Promise<Page> {
  const joined = page.waitForEvent('websocket')
  await page.goto(path)
  await joined
  await page.waitForLoadState('networkidle')
  return page
}

test('thirty changes that arrive move nothing that is looked at, and each is said once', async () => {
  const dealIds: number[] = []
  for (let n = 1; n <= 6; n++) dealIds.push(await world.person.opens({ title: `Do dia ${n}` }))
  const maria = await world.signIn('1001')
  const answer = await maria.post('/api/v1/tickets', { ...NEW_TICKET, title: 'Com a Maria' })
  // Its shape is held by the tests of the API.
  const talk = answer.body as { id: number }
  await world.settle({ hurry: true })
  for (let n = 0; n < 20; n++) await givenMessage(world, talk, { body_text: `Antes ${n}` })
  await world.isQuiet()
  const motion = { reducedMotion: 'no-preference', viewport: { width: 1280, height: 1600 } } as const
  const board = await isLive(await world.as('2001', motion), '/quadro')
  await board.locator('[data-card]').filter({ hasText: 'Do dia 6' }).waitFor()
  const home = await isLive(await world.as('1001', motion), '/chamados')
  const ticket = await isLive(await world.as('1001', motion), `/chamados/${talk.id}`)
  const still = await isLive(await world.as('2002', { viewport: motion.viewport }), '/quadro')
  await still.locator('[data-card]').first().waitFor()
  for (const page of [board, home, ticket]) await page.evaluate(WATCH)
  await still.evaluate(WATCH_MOTION)

  const joao = await world.signIn('2001')
  for (const dealId of dealIds) await world.person.changes(dealId, { stageId: 'C19:EXECUTING' })
  for (let n = 1; n <= 12; n++) {
    await joao.post(`/api/v1/tickets/${talk.id}/messages`, {
      message: `Depois ${n}`,
      client_id: crypto.randomUUID(),
    })
    await world.person.opens({ title: `Chegou ${n}` })
  }
  const executing = (page: Page) => page.locator('[data-stage="C19:EXECUTING"] [data-card]').nth(5).waitFor()
  for (const page of [board, still]) {
    await executing(page)
    await page.locator('[data-card]').filter({ hasText: 'Chegou 12' }).waitFor()
  }
  await ticket.getByText('Depois 12').waitFor()
  await home
    .getByRole('link', { name: /Com a Maria/ })
    .getByText('Esperando você')
    .waitFor()
  const said = () => board.evaluate<string[]>('window.said')
  const moves = async () => (await said()).filter((sentence) => sentence.includes('moveu'))
  await expect.poll(async () => (await moves()).length, { timeout: PATIENCE_MS }).toBe(dealIds.length)
  expect(await said()).toEqual([...new Set(await said())])
  for (const [name, page, most] of [
    ['board', board, A_ROW],
    ['home', home, A_ROW],
    ['ticket', ticket, A_LINE_OF_THE_HEAD],
  ] as const)
    expect(
      await page.evaluate(JUMPED),
      `${name}: ${JSON.stringify(await page.evaluate('window.jumps'))}`,
    ).toBeLessThan(most)
  expect(await still.evaluate('[...window.moving]'), 'who wants no motion').toEqual([])
})

/** What is drawn of the first of its kind besides its words. */
async function looks(page: Page, selector: string, pseudo = ''): Promise<string> {
  await page.locator(selector).first().waitFor()
  return page.evaluate<string>(`(() => {
    const style = getComputedStyle(document.querySelector(${JSON.stringify(selector)}), '${pseudo}' || null)
    return ['outlineStyle', 'borderBottomColor', 'borderLeftStyle', 'width', 'textDecorationLine', 'backgroundColor']
      .map((name) => name + ' ' + style[name]).join(', ')
  })()`)
}

test('with forced colours what is selected, open, late or here still looks different', async () => {
  for (const [n, minutes] of [-60, 60_000].entries())
    await givenTicket(world, { title: `Prazo ${n}`, date_deadline: new Date(Date.now() + minutes * 60_000) })
  const page = await world.as('9001', { forcedColors: 'active' })
  await page.goto('/lista')
  await page.locator('tbody tr').nth(1).getByRole('checkbox').check()
  expect(await looks(page, 'tr[data-selected]')).toContain('outlineStyle solid')
  expect(await looks(page, 'tbody tr:not([data-selected])')).toContain('outlineStyle none')
  expect(await looks(page, 'header nav a[aria-current]')).toContain('underline')
  expect(await looks(page, 'header nav a:not([aria-current])')).not.toContain('underline')
  await page.getByRole('searchbox').focus()
  expect(await looks(page, ':focus')).toContain('outlineStyle solid')
  await page.goto('/admin/crm')
  expect(await looks(page, '[role=tab][aria-selected=true]')).not.toBe(
    await looks(page, '[role=tab][aria-selected=false]'),
  )
  await page.goto('/quadro')
  expect(await looks(page, '[data-standing=late]', '::before')).not.toBe(
    await looks(page, '[data-standing=ok]', '::before'),
  )
})
