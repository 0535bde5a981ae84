import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PATIENCE_MS } from '#test/browser.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** What one person does is there for the others, without a reload. */

const world = await worldOfScreens()

const row = (page: Page, title: string) => page.getByRole('row').filter({ hasText: title })

async function atTheList(page: Page): Promise<Page> {
  await page.goto('/lista')
  await page.getByText('ao vivo').waitFor()
  return page
}

/** By the list, as if there were many of them. */
async function moves(page: Page, title: string, status: string): Promise<void> {
  await row(page, title).getByRole('checkbox').check()
  const actions = page.getByRole('region', { name: 'Ações para os selecionados' })
  await actions.getByRole('button', { name: 'Status' }).click()
  await page.getByRole('menuitemradio', { name: status }).click()
  await row(page, title).getByText(status).waitFor()
}

/** All that the list says, but for when it was. */
const shown = (page: Page) =>
  page.evaluate<string[]>(
    `[...document.querySelectorAll('tbody tr')].map((row) => [...row.cells].slice(1, 5).map((cell) => cell.textContent).join(' | ')).sort()`,
  )

async function expectTheSame(one: Page, other: Page): Promise<void> {
  await expect
    .poll(async () => JSON.stringify(await shown(one)) === JSON.stringify(await shown(other)), {
      timeout: PATIENCE_MS,
      message: 'both lists say the same',
    })
    .toBe(true)
}

test('what is opened and moved in the CRM is there for both agents, and what one of them moves for the other and the CRM', async () => {
  const [joao, ana, crm] = [await world.as('2001'), await world.as('2002'), await world.inCrm()]
  await Promise.all([atTheList(joao), atTheList(ana)])
  const dealId = await world.person.opens({ title: 'Servidor sem energia' })
  await row(joao, 'Servidor sem energia').getByText('Novo').waitFor()
  await row(ana, `#${dealId}`).getByText('Novo').waitFor()

  await crm.goto(`/deal/${dealId}`)
  await crm.getByLabel('Mover para').selectOption('Em atendimento')
  await crm.getByRole('button', { name: 'Mover', exact: true }).click()
  await row(joao, 'Servidor sem energia').getByText('Em atendimento').waitFor()
  await row(ana, 'Servidor sem energia').getByText('Em atendimento').waitFor()

  await moves(joao, 'Servidor sem energia', 'Aguardando solicitante')
  await row(ana, 'Servidor sem energia').getByText('Aguardando solicitante').waitFor()
  const column = crm.getByRole('region', { name: /^Aguardando solicitante / })
  await column.getByText('Servidor sem energia').waitFor()
  await world.isQuiet()
  await world.isEqual()
})

test('what is put off together is out of the lists of both, and comes back together', async () => {
  const [joao, ana] = [await world.as('2001'), await world.as('2002')]
  const ids: number[] = []
  for (const title of ['Troca de toner', 'Troca de cabo']) ids.push(await world.person.opens({ title }))
  await Promise.all([atTheList(joao), atTheList(ana)])
  const both = async (page: Page) => {
    for (const id of ids) await row(page, `#${id}`).getByRole('checkbox').check()
    await page
      .getByRole('region', { name: 'Ações para os selecionados' })
      .getByRole('button', { name: 'Adiar' })
      .click()
  }
  await both(joao)
  await joao.getByRole('button', { name: /^Amanhã cedo/ }).click()
  for (const page of [joao, ana]) await row(page, 'Troca de').first().waitFor({ state: 'detached' })
  await joao.goto('/lista?snoozed=true')
  await row(joao, 'Troca de toner').waitFor()
  await both(joao)
  await joao.getByRole('button', { name: 'Trazer de volta' }).click()
  await row(ana, 'Troca de toner').waitFor()
  await row(ana, 'Troca de cabo').waitFor()
})

test('whose line was cut for a while sees the same as everybody else afterwards', async () => {
  const line = await world.openLine()
  const [joao, ana] = [await world.as('2001'), await world.as('2002', { proxy: line.proxy })]
  await Promise.all([atTheList(joao), atTheList(ana)])
  const dealId = await world.person.opens({ title: 'Rede lenta' })
  await row(ana, 'Rede lenta').waitFor()
  line.cut()
  await ana.getByText('reconectando').waitFor()
  await world.person.changes(dealId, { title: 'Rede muito lenta', stageId: 'C19:PREPARATION' })
  await world.person.opens({ title: 'Telefone mudo' })
  const removed = await world.person.opens({ title: 'Engano' })
  await row(joao, 'Telefone mudo').waitFor()
  await world.person.deletes(removed)
  await moves(joao, 'Rede muito lenta', 'Resolvido')
  expect(await row(ana, 'Rede muito lenta').count(), 'nothing gets through').toBe(0)
  line.mend()
  await ana.getByText('ao vivo').waitFor()
  await row(ana, 'Rede muito lenta').getByText('Resolvido').waitFor()
  await row(ana, 'Telefone mudo').waitFor()
  await expectTheSame(joao, ana)
})

test('a gateway that restarts while both look on is missed by neither', async () => {
  const [joao, ana] = [await world.as('2001'), await world.as('2002')]
  await Promise.all([atTheList(joao), atTheList(ana)])
  const dealId = await world.person.opens({ title: 'Backup atrasado' })
  await row(ana, 'Backup atrasado').waitFor()
  await world.restart(async () => {
    await Promise.all([joao, ana].map((page) => page.getByText('reconectando').waitFor()))
    await world.person.changes(dealId, { stageId: 'C19:PREPARATION' })
  })
  await Promise.all([joao, ana].map((page) => page.getByText('ao vivo').waitFor()))
  await row(ana, 'Backup atrasado').getByText('Em atendimento').waitFor()
  await moves(joao, 'Backup atrasado', 'Resolvido')
  await row(ana, 'Backup atrasado').getByText('Resolvido').waitFor()
  await expectTheSame(joao, ana)
  await world.isQuiet()
  await world.isEqual()
})

test('who is signed out elsewhere is asked to sign in again, and told why', async () => {
  const here = await atTheList(await world.as('2001'))
  const there = await world.as('2001')
  await there.goto('/perfil')
  await there.getByRole('button', { name: 'Desconectar todos os outros' }).click()
  await here.getByText('Sua sessão terminou.').waitFor()
  expect(new URL(here.url()).searchParams.get('next')).toBe('/lista')
})
