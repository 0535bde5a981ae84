import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { givenTicket, PEDRO } from '#test/tickets.ts'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import { worldOfScreens } from './world-of-screens.ts'

const world = await worldOfScreens()

test('João lets Ana follow, links and merges a ticket, and is led where it goes on; Maria sees who is in copy', async () => {
  const [one, other] = [
    await givenTicket(world, { title: 'Impressora parada', deal_id: null }),
    await givenTicket(world, { title: 'Plotter do arquivo', deal_id: null }),
  ]
  const joao = await world.as('2001')
  await joao.goto(`/lista/${one.id}`)
  await joao.getByRole('button', { name: /^Acompanham e vínculos/ }).click()
  const part = joao.getByRole('region', { name: 'Acompanham e vínculos' })
  await part.getByRole('button', { name: 'Adicionar pessoa' }).click()
  await part.getByLabel('Nome da pessoa').fill('ana')
  await part.getByRole('button', { name: /Ana Costa/ }).click()
  await part.getByRole('button', { name: 'Tirar Ana Costa' }).waitFor()
  await part.getByRole('button', { name: 'Vincular' }).click()
  const dialog = joao.getByRole('dialog', { name: 'Vínculos' })
  await dialog.getByLabel('Número ou palavras do outro chamado').fill('plotter')
  await dialog.getByRole('button', { name: /Plotter do arquivo/ }).click()
  await expectAccessible(joao)
  await dialog.getByRole('button', { name: 'Vincular' }).click()
  await part.getByRole('link', { name: /Plotter do arquivo/ }).waitFor()
  await expectAccessible(joao)
  await joao.getByLabel(/Escreva uma mensagem/).press('@')
  await joao.getByRole('menuitemradio', { name: /Ana Costa/ }).click()
  await joao.getByLabel(/Escreva uma mensagem/).pressSequentially('pode olhar?')
  await joao.getByRole('button', { name: 'Enviar', exact: true }).click()
  const groundOf = async (page: Page) => {
    await page.locator('mark', { hasText: '@Ana Costa' }).waitFor()
    return page.evaluate<string>("getComputedStyle(document.querySelector('mark')).backgroundColor")
  }
  const others = await groundOf(joao)
  await expectAccessible(joao)
  const ana = await world.as('2002')
  await ana.goto(`/lista/${one.id}`)
  expect(await groundOf(ana), 'whoever is called sees it more than others').not.toBe(others)
  await expectAccessible(ana)
  await part.getByRole('button', { name: 'Unir a outro' }).click()
  const merging = joao.getByRole('dialog', { name: 'Unir a outro chamado' })
  await merging.getByLabel('Número ou palavras do outro chamado').fill('plotter')
  await merging.getByRole('button', { name: /Plotter do arquivo/ }).click()
  await merging.getByRole('button', { name: 'Unir', exact: true }).click()
  await joao.waitForURL(`**/lista/${other.id}**`)
  await joao.getByRole('tab', { name: 'Histórico' }).click()
  await joao.getByText(`João Tech uniu a este o chamado ${one.ticket_number}`).waitFor()
  await joao
    .getByText(`João Tech criou o vínculo: este chamado tem relação com ${one.ticket_number}`)
    .waitFor()
  await joao.goto(`/lista/${one.id}`)
  await joao.getByRole('tab', { name: 'Histórico' }).click()
  await joao.getByText(`João Tech uniu este chamado ao ${other.ticket_number}`).waitFor()
  await joao.getByText('João Tech pôs para acompanhar: Ana Costa').waitFor()
  await expectAccessible(joao)
  const maria = await world.as('1001')
  await maria.goto(`/chamados/${one.id}`)
  await maria.getByRole('link', { name: /^Ir para/ }).waitFor()
  await maria.goto(`/chamados/${other.id}`)
  await maria.getByRole('button', { name: /^Em cópia/ }).click()
  await maria.getByText('Quem está em cópia lê este chamado').waitFor()
  await maria.getByRole('button', { name: 'Adicionar pessoa' }).click()
  await expectAccessible(maria)
  await expectFits(maria)
})

test('Pedro finds what he is in copy of, sees at once that there is news, and reads it for himself', async () => {
  const ticket = await givenTicket(world, { title: 'Notebook reserva', status: 'waiting_for_user' })
  const [maria, joao] = [await world.signIn('1001'), await world.signIn('2001')]
  const pedro = await world.as('1002')
  await pedro.goto('/chamados')
  await pedro.getByText('Acompanho').click()
  await pedro.getByText('Você não acompanha chamados de outras pessoas.').waitFor()
  await maria.put(`/api/v1/tickets/${ticket.id}/watchers/${PEDRO}`)
  const row = pedro.getByRole('link', { name: /Notebook reserva/ })
  await row.waitFor()
  await row.getByText('Maria Santos').waitFor()
  // It is her that it waits for.
  await row.getByText('Aguardando solicitante').waitFor()
  await joao.post(`/api/v1/tickets/${ticket.id}/messages`, { message: 'Pode buscar', status_after: 'keep' })
  await row.getByText('(tem novidade)').waitFor({ state: 'attached' })
  await expectAccessible(pedro)
  await expectFits(pedro)
  await row.click()
  await pedro.getByText('Pode buscar').waitFor()
  expect(await pedro.getByRole('button', { name: 'Encerrar' }).count(), 'that is hers to say').toBe(0)
  await pedro.goBack()
  await row.waitFor()
  await row.getByText('(tem novidade)').waitFor({ state: 'detached' })
})
