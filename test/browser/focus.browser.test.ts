import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PATIENCE_MS } from '#test/browser.ts'
import { type Given, givenTicket, MARIA } from '#test/tickets.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** Whoever works by keyboard, or hears the page, always knows where they are. */

const world = await worldOfScreens()

/** Two frames later, when whoever wants the focus has taken it. */
const FOCUSED = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const { activeElement } = document
  done(activeElement === null || activeElement === document.body ? 'nowhere' : activeElement.tagName)
})))`

async function isSomewhere(page: Page, after: string): Promise<void> {
  await expect
    .poll(() => page.evaluate(FOCUSED), { timeout: PATIENCE_MS, message: after })
    .not.toBe('nowhere')
}
async function isAt(page: Page, where: Locator): Promise<void> {
  await where.and(page.locator(':focus')).waitFor()
}
/** It has come, and goes away again by this key. */
async function leaves(what: Locator, key = 'Escape'): Promise<void> {
  await what.waitFor()
  await what.page().keyboard.press(key)
  await what.waitFor({ state: 'detached' })
}

const dialog = (page: Page) => page.getByRole('dialog')
const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true })
const given = (title: string): Promise<Given> => givenTicket(world, { title, user_id: MARIA })

test('on the list: palette, keys, filters, what is chosen, and the drawer', async () => {
  await given('Da lista')
  const page = await world.as('2001')
  await page.goto('/lista')
  const row = page.getByRole('row').filter({ hasText: 'Da lista' })
  await row.waitFor()
  const search = page.getByRole('searchbox')
  await search.focus()
  await page.keyboard.press('Control+k')
  await leaves(dialog(page))
  await isAt(page, search)
  const filter = button(page.getByRole('search'), 'Prioridade')
  await filter.press('Enter')
  await leaves(page.getByRole('menu'))
  await isAt(page, filter)
  await page.keyboard.press('?')
  await leaves(dialog(page))
  await isSomewhere(page, 'the keys were closed')
  await row.getByRole('checkbox').check()
  await button(page, 'Limpar seleção').press('Enter')
  await button(page, 'Limpar seleção').waitFor({ state: 'detached' })
  await isSomewhere(page, 'nothing is chosen any more')
  await row.getByRole('link').press('Enter')
  await page.waitForURL(/lista\/\d+/)
  await leaves(dialog(page))
  await isAt(page, row.getByRole('link'))
})

test('on the board: menu, closing data, a move that is undone, and another page', async () => {
  await world.person.opens({ title: 'Do quadro' })
  const page = await world.as('2001')
  await page.goto('/quadro')
  const card = page.locator('[data-card]').filter({ hasText: 'Do quadro' })
  await card.press('m')
  await leaves(page.getByRole('menu'))
  await isAt(page, card)
  await card.press('m')
  await page.getByRole('menuitemradio', { name: 'Resolvido' }).press('Enter')
  await leaves(dialog(page))
  await isAt(page, card)
  await card.press('m')
  await page.getByRole('menuitemradio', { name: 'Em atendimento' }).press('Enter')
  await button(page, 'Desfazer').press('Enter')
  await page.getByText('voltou para onde estava').first().waitFor()
  await isSomewhere(page, 'the move was undone')
  await page.getByRole('link', { name: 'Painel' }).press('Enter')
  await isAt(page, page.getByRole('heading', { level: 1, name: 'Painel' }))
})

test('in the portal: a page, a sheet, what it was opened with, and a file', async () => {
  const { id } = await given('Do portal')
  const page = await world.as('1001')
  await page.goto('/chamados')
  await page.getByRole('link', { name: /Do portal/ }).press('Enter')
  await page.waitForURL(`**/chamados/${id}`)
  await isAt(page, page.getByRole('heading', { level: 1 }))
  await button(page, 'Encerrar').press('Enter')
  await leaves(dialog(page))
  await isAt(page, button(page, 'Encerrar'))
  await button(page, 'Encerrar').press('Enter')
  await button(dialog(page), 'Encerrar chamado').press('Enter')
  await button(page, 'Encerrar').waitFor({ state: 'detached' })
  await isSomewhere(page, 'the ticket was closed')
  await page.goto('/chamados/novo')
  const file = { name: 'nota.txt', mimeType: 'text/plain', buffer: Buffer.from('Nota') }
  await page.locator('input[type=file]').last().setInputFiles(file)
  await button(page, 'Remover nota.txt').press('Enter')
  await button(page, 'Remover nota.txt').waitFor({ state: 'detached' })
  await isSomewhere(page, 'the file was removed')
})

test('among what admins do: a sheet, and a row that is done with', async () => {
  await world.sql`
    insert into jobs (name, payload, key, is_head, lane, state, run_at, attempts, last_outcome, last_error)
    values ('nobody-does', '{}', 'deal:1', false, 0, 'dead', now(), 9, 'rejected', 'Error: no such pipeline')`
  const page = await world.as('9001')
  await page.goto('/admin/pessoas')
  const person = button(page, 'Maria Santos')
  await person.press('Enter')
  await leaves(dialog(page))
  await isAt(page, person)
  await page.goto('/admin/crm?part=dead')
  const row = page.getByRole('row').filter({ hasText: 'nobody-does' })
  await button(row, 'Desistir').press('Enter')
  await button(dialog(page), 'Desistir').press('Enter')
  await row.waitFor({ state: 'detached' })
  await dialog(page).waitFor({ state: 'detached' })
  await isSomewhere(page, 'the row is gone')
})
