import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { worldOfScreens } from './world-of-screens.ts'

/** What is done from anywhere, without a mouse. */

const world = await worldOfScreens()

const dialog = (page: Page) => page.getByRole('dialog')
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })

async function isAt(page: Page, path: string, title: string | RegExp): Promise<void> {
  await page.goto(path)
  await heading(page, title).waitFor({ state: 'attached' })
}

async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await dialog(page).getByRole('combobox').fill(text)
}

test('a ticket is found by its number or its words, and pages and commands by their names', async () => {
  const dealId = await world.person.opens({ title: 'Catraca travada na portaria' })
  const page = await world.as('2001')
  await isAt(page, '/lista', 'Lista')
  await search(page, 'painel')
  await dialog(page).getByRole('option', { name: 'Painel' }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/painel**')
  await search(page, `#${dealId}`)
  await dialog(page).getByRole('option', { name: 'Catraca travada' }).waitFor()
  await search(page, 'catraca portaria')
  await dialog(page).getByRole('option', { name: 'Catraca travada' }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/quadro\/\d+/)
})

test('a saved view is found by its name, and opened as it was saved', async () => {
  const page = await world.as('2001')
  const joao = await world.signIn('2001')
  await joao.post('/api/v1/views', { name: 'Meu turno', screen: 'board', search: { priority: 'urgent' } })
  await isAt(page, '/lista', 'Lista')
  await page.keyboard.press('Control+k')
  await dialog(page).getByRole('combobox').fill('turno')
  await dialog(page).getByText('Visão: Meu turno').waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/quadro?priority=urgent')
})

test('employees find their own tickets and open one', async () => {
  const page = await world.as('1001')
  await isAt(page, '/perfil', /Maria/)
  await search(page, 'abrir chamado')
  await dialog(page).getByRole('option', { name: 'Abrir chamado' }).waitFor()
  expect(await dialog(page).getByRole('option', { name: 'Quadro' }).count()).toBe(0)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/chamados/novo')
})

test('single keys are letters while somebody writes, and can be switched off for good', async () => {
  const page = await world.as('2001')
  await isAt(page, '/lista', 'Lista')
  const box = page.getByRole('searchbox').first()
  await box.pressSequentially('?j')
  expect(await box.inputValue()).toBe('?j')
  expect(await dialog(page).count()).toBe(0)
  await box.press('Escape')
  await box.blur()
  await page.keyboard.press('?')
  const keys = dialog(page).getByLabel('Usar teclas de uma letra')
  await keys.uncheck()
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.reload()
  await heading(page, 'Lista').waitFor({ state: 'attached' })
  await page.keyboard.press('?')
  await page.keyboard.press('Control+k')
  await dialog(page).getByRole('combobox').waitFor()
  expect(await dialog(page).count(), 'what needs two keys is for everybody').toBe(1)
})

test('who signs out in one tab is out in the other, and the next one sees nothing of theirs', async () => {
  const page = await world.as('1001')
  await isAt(page, '/chamados', /Maria/)
  const tab = await page.context().newPage()
  await isAt(tab, '/perfil', /Maria/)
  await tab.getByRole('button', { name: /Maria Santos/ }).click()
  await tab.getByRole('button', { name: 'Sair' }).click()
  await page.waitForURL('**/entrar**')
  await page.getByLabel('Matrícula').fill('1002')
  await page.getByLabel('Senha', { exact: true }).fill('ponte-demo')
  await page.getByRole('button', { name: 'Entrar' }).click()
  await heading(page, /Pedro/).waitFor()
  expect(await page.getByText(/Maria/).count()).toBe(0)
})
