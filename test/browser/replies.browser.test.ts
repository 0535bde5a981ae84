import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PATIENCE_MS } from '#test/browser.ts'
import { filedTicket } from '#test/filed-ticket.ts'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import { worldOfScreens } from './world-of-screens.ts'

const world = await worldOfScreens()

const box = (page: Page) => page.getByLabel('Escreva uma mensagem')
const said = (page: Page, text: string) => page.locator('[id^=message-]').filter({ hasText: text })

test('João keeps a reply and a macro; Ana finds both with the keyboard, sees what they would be, says one and applies the other', async () => {
  const joao = await world.as('2001')
  await joao.goto('/respostas')
  await joao.getByRole('button', { name: 'Criar resposta' }).click()
  await joao.getByLabel('Título', { exact: true }).fill('Já vamos ver')
  const text = joao.getByLabel(/^Texto/)
  await text.fill('Olá, ')
  await joao.getByRole('button', { name: 'Pôr nome do solicitante no texto' }).click()
  expect(await text.inputValue()).toBe('Olá, {{requester_name}}')
  await text.press('End')
  await text.pressSequentially('. É {{cpf}}.')
  await joao.getByLabel('Toda a equipe pode usar').check()
  await expectAccessible(joao)
  await joao.getByRole('button', { name: 'Salvar' }).click()
  await joao.getByText('Há um campo que não existe').first().waitFor()
  await text.fill('Olá, {{requester_name}}. Já vamos ver.')
  await joao.getByRole('button', { name: 'Salvar' }).click()
  await joao.getByRole('cell', { name: 'Olá, {{requester_name}}. Já vamos ver.' }).waitFor()

  await joao.getByRole('button', { name: 'Macros', exact: true }).click()
  await joao.getByRole('button', { name: 'Criar macro' }).click()
  await joao.getByLabel('Título', { exact: true }).fill('Resolver tudo')
  await joao.getByLabel('Status').selectOption('Resolvido')
  await joao.getByLabel('Responsável').selectOption('quem aplica')
  await joao.getByLabel('Pôr etiquetas').fill('toner, resolvido')
  await joao.getByLabel(/^Texto/).fill('Está feito, {{requester_name}}.')
  await joao.getByLabel('Toda a equipe pode usar').check()
  await joao.getByRole('button', { name: 'Salvar' }).click()
  await joao.getByRole('cell', { name: /Status: Resolvido/ }).waitFor()
  await expectAccessible(joao)
  await expectFits(joao)

  const { id } = await filedTicket(world)
  const ana = await world.as('2002')
  await ana.goto(`/quadro/${id}`)
  await box(ana).fill('Boa tarde.')
  await box(ana).press('Enter')
  await ana.keyboard.press('/')
  await ana.keyboard.type('ja vamos')
  await ana.getByRole('region', { name: 'Como fica neste chamado' }).getByText('Olá, Maria Santos.').waitFor()
  await expectAccessible(ana)
  await ana.keyboard.press('Enter')
  await expect
    .poll(() => box(ana).inputValue(), { timeout: PATIENCE_MS })
    .toBe('Boa tarde.\nOlá, Maria Santos. Já vamos ver.')
  await ana.keyboard.press('Control+Enter')
  await said(ana, 'Olá, Maria Santos. Já vamos ver.').waitFor()

  // Whoever wants just a slash gets it.
  await ana.keyboard.press('/')
  await ana.getByRole('combobox').waitFor()
  await ana.keyboard.press('Escape')
  await expect.poll(() => box(ana).inputValue(), { timeout: PATIENCE_MS }).toBe('/')
  await box(ana).fill('')

  await ana.getByRole('button', { name: 'Respostas prontas e macros' }).click()
  await ana.keyboard.type('resolver')
  await ana
    .getByRole('region', { name: 'Como fica neste chamado' })
    .getByText('Está feito, Maria Santos.')
    .waitFor()
  await ana.keyboard.press('Enter')
  await said(ana, 'Está feito, Maria Santos.').waitFor()
  await ana.getByText('Macro aplicada: Resolver tudo').waitFor()
  const [row] = await world.sql`select status, responsible, tags from deals where id = ${id}`
  expect(row).toEqual({ status: 'resolved', responsible: 'Ana Costa', tags: ['toner', 'resolvido'] })

  const { id: other } = await filedTicket(world)
  await ana.goto(`/quadro/${other}`)
  await box(ana).waitFor()
  await ana.keyboard.press('Control+k')
  await ana.keyboard.type('aplicar macro')
  await ana.getByRole('option', { name: 'Aplicar macro: Resolver tudo' }).click()
  await said(ana, 'Está feito, Maria Santos.').waitFor()
})

test('a ticket that is put off leaves the board, is found where such are, and is back when the requester writes', async () => {
  const { id } = await filedTicket(world, { title: 'Espera por uma peça' })
  const joao = await world.as('2001')
  await joao.goto(`/quadro/${id}`)
  const card = joao.locator(`[data-card="${id}"]`)
  await card.waitFor()
  await joao.getByRole('button', { name: 'Adiar' }).click()
  await expectAccessible(joao)
  await joao.getByRole('button', { name: /^Amanhã cedo/ }).click()
  await joao
    .getByRole('dialog')
    .getByText(/^Adiado até .* Volta antes/)
    .waitFor()
  await card.waitFor({ state: 'detached' })
  await joao.getByRole('button', { name: 'Fechar' }).click()
  await joao.getByRole('button', { name: 'Adiados' }).click()
  await card.getByText(/^Adiado até/).waitFor({ state: 'attached' })
  await expectFits(joao)
  await joao.getByRole('button', { name: 'Adiados' }).click()
  await card.waitFor({ state: 'detached' })

  const maria = await world.signIn('1001')
  await maria.post(`/api/v1/tickets/${id}/messages`, { message: 'A peça chegou' })
  await card.waitFor()
})
