import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PATIENCE_MS } from '#test/browser.ts'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import { drop, PICTURE, paste } from './hand-over.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** An employee asks for help. */

const world = await worldOfScreens()

const files = (page: Page) => page.getByRole('list', { name: 'Arquivos' }).getByRole('listitem')
const submitButton = (page: Page) => page.locator('main').getByRole('button', { name: 'Abrir chamado' })

async function describe(page: Page, title: string): Promise<void> {
  await page.getByLabel('O que está acontecendo?').fill(title)
  await page.getByLabel('Detalhes').fill('Aparece esta tela desde hoje de manhã.')
  await page.getByLabel('Sobre o que é?').selectOption('Sistema Financeiro')
}

const dealsCalled = async (title: string) =>
  (await world.sql`select deal_id from deals where title = ${title}`).map(
    ({ deal_id }) => deal_id as number | null,
  )

test('a ticket with a pasted picture is filed once, however often the button is pressed, and is in the CRM with it', async () => {
  const maria = await world.as('1001')
  await maria.goto('/')
  await maria.waitForURL('**/chamados')
  await maria.locator('main').getByRole('link', { name: 'Abrir chamado' }).first().click()
  await describe(maria, 'O relatório não abre')
  expect(await maria.getByLabel(/CPF/).count(), 'asked for access alone').toBe(0)
  await paste(maria.getByLabel('Detalhes'), { name: 'image.png', type: 'image/png', bytes: PICTURE })
  await drop(maria.getByText('Arraste arquivos para cá'), {
    ...{ name: 'notas.txt', type: 'text/plain' },
    bytes: Buffer.from('Nota fiscal'),
  })
  await files(maria).filter({ hasText: 'notas.txt' }).getByText('1 kB').waitFor()
  expect(await files(maria).count(), 'each of them once').toBe(2)
  await expect.poll(() => files(maria).filter({ hasText: '%' }).count(), { timeout: PATIENCE_MS }).toBe(0)
  await submitButton(maria).dblclick()
  await maria.waitForURL(/\/chamados\/\d+$/)
  await maria.getByRole('heading', { level: 1, name: 'O relatório não abre' }).waitFor()
  await maria.getByText(/nº \d+/).waitFor()
  await world.settle({ hurry: true })
  const [dealId, ...more] = await dealsCalled('O relatório não abre')
  expect(more, 'filed once').toEqual([])

  const crm = await world.inCrm()
  await crm.goto(`/deal/${dealId}`)
  await crm.getByRole('heading', { name: 'O relatório não abre', level: 2 }).waitFor()
  await crm
    .getByText(/image\.png/)
    .first()
    .waitFor()
  // And the employee sees the picture, and not its name alone.
  await maria.getByRole('img', { name: 'image.png' }).first().waitFor()
  const width = 'document.querySelector(\'img[alt="image.png"]\').naturalWidth'
  await expect.poll(() => maria.evaluate(width), { timeout: PATIENCE_MS }).toBe(1)
})

test('a file of 11 MB is refused with the limit named, and what was written stays', async () => {
  const maria = await world.as('1001')
  await maria.goto('/chamados/novo')
  await describe(maria, 'Foto grande demais')
  await maria
    .locator('input[type=file]')
    .last()
    .setInputFiles({
      ...{ name: 'foto.png', mimeType: 'image/png' },
      buffer: Buffer.alloc(11 * 1024 * 1024),
    })
  await maria
    .getByRole('alert')
    .getByText(/foto\.png.*o limite é 10/)
    .waitFor()
  expect(await files(maria).count()).toBe(0)
  expect(await maria.getByLabel('O que está acontecendo?').inputValue()).toBe('Foto grande demais')
})

test('an upload that breaks off says so, is tried again, and the ticket goes with it', async () => {
  const line = await world.openLine()
  const pedro = await world.as('1002', { proxy: line.proxy })
  await pedro.goto('/chamados/novo')
  await describe(pedro, 'Planilha que não abre')
  line.cutAfter(1024 * 1024)
  await pedro
    .locator('input[type=file]')
    .last()
    .setInputFiles({
      ...{ name: 'lista.txt', mimeType: 'text/plain' },
      buffer: Buffer.from('nota fiscal\n'.repeat(500_000)),
    })
  await pedro.getByText('Não foi enviado: sem conexão').waitFor()
  line.mend()
  await files(pedro).getByRole('button', { name: 'Tentar de novo' }).click()
  await files(pedro).getByText(/MB$/).waitFor()
  await submitButton(pedro).click()
  await pedro.getByRole('heading', { level: 1, name: 'Planilha que não abre' }).waitFor()
  await pedro
    .getByRole('link', { name: /lista\.txt/ })
    .first()
    .waitFor()
  await world.settle({ hurry: true })
})

test('what an admin makes required of a category is asked in the form, and a clear error says so until it is there', async () => {
  const rita = await world.as('9001')
  await rita.goto('/admin/categorias')
  await rita.getByRole('button', { name: 'Técnico' }).click()
  const sheet = rita.getByRole('dialog', { name: 'Técnico' })
  const asked = sheet.getByRole('group', { name: 'O que precisa ser preenchido' })
  for (const field of ['Telefone', 'CPF', 'Um arquivo']) await asked.getByLabel(field).check()
  await expectAccessible(rita)
  await sheet.getByRole('button', { name: 'Salvar' }).click()
  await sheet.waitFor({ state: 'detached' })

  const maria = await world.as('1001', { viewport: { width: 390, height: 844 } })
  await maria.goto('/chamados/novo')
  await describe(maria, 'O teclado parou')
  await maria.getByLabel('Sobre o que é?').selectOption('Técnico')
  await maria.getByLabel(/^Telefone/).fill('')
  await submitButton(maria).click()
  await expect.poll(() => maria.getByLabel(/^Telefone/).getAttribute('aria-invalid')).toBe('true')
  await expect.poll(() => maria.getByLabel(/^CPF/).getAttribute('aria-invalid')).toBe('true')
  await expectAccessible(maria)
  await expectFits(maria)
  await maria.getByLabel(/^Telefone/).fill('11 98888-7777')
  await maria.getByLabel(/^CPF/).fill('529.982.247-25')
  await submitButton(maria).click()
  await maria.getByText('Este assunto precisa de pelo menos um arquivo.').waitFor()
  await drop(maria.getByText('Arraste arquivos para cá'), {
    ...{ name: 'foto.txt', type: 'text/plain' },
    bytes: Buffer.from('Sem luz'),
  })
  await files(maria).filter({ hasText: 'foto.txt' }).getByText('1 kB').waitFor()
  await submitButton(maria).click()
  await maria.getByRole('heading', { level: 1, name: 'O teclado parou' }).waitFor()
})
