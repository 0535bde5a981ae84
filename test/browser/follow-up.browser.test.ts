import { expect, test } from 'vitest'
import { givenTicket } from '#test/tickets.ts'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** Where what is closed takes no answers. */

const world = await worldOfScreens({ CLOSED_REPLY: 'reject' })

test('Maria goes on with what is closed in a new ticket, which names the old one and has her file', async () => {
  const closed = await givenTicket(world, {
    ...{ title: 'VPN cai toda hora', status: 'closed', stage_id: 'C19:WON', deal_id: null },
    closed_at: world.clock.now(),
  })
  const maria = await world.as('1001', { viewport: { width: 390, height: 844 } })
  await maria.goto(`/chamados/${closed.id}`)
  await maria.getByText('Para voltar ao assunto, abra um chamado de acompanhamento').waitFor()
  expect(await maria.getByLabel(/Escreva uma mensagem/).count(), 'an answer would be refused').toBe(0)
  await maria.getByRole('button', { name: 'Abrir chamado de acompanhamento' }).click()
  const sheet = maria.getByRole('dialog', { name: 'Voltar ao assunto' })
  await sheet.getByRole('button', { name: 'Abrir chamado de acompanhamento' }).click()
  await sheet.getByText('Escreva o que está acontecendo.').waitFor()
  await expectAccessible(maria)
  await expectFits(maria)
  await sheet.getByLabel('O que está acontecendo?').fill('Voltou a cair hoje')
  await sheet
    .locator('input[type=file]')
    .last()
    .setInputFiles({ name: 'erro.txt', mimeType: 'text/plain', buffer: Buffer.from('Erro 412') })
  await sheet.getByText(/^1\skB$/).waitFor()
  await expectFits(maria)
  await sheet.getByRole('button', { name: 'Abrir chamado de acompanhamento' }).dblclick()
  await maria.getByRole('link', { name: 'Continuação de um chamado anterior' }).waitFor()
  await maria.getByText('Voltou a cair hoje').first().waitFor()
  await maria.getByText('erro.txt').first().waitFor()
  const rows = await world.sql`select related from deals where id > ${closed.id}`
  expect(rows).toEqual([{ related: { type: 'follow_up', id: String(closed.id) } }])
})
