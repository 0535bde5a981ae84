import { expect, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** What happens by itself to new tickets. */

const world = await worldOfScreens()

test('Rita writes a rule, sees what it would have done, and Maria’s next ticket is answered by it', async () => {
  const maria = await world.signIn('1001')
  const file = async (title: string) => {
    const ticket = { title, description: 'Desde hoje cedo, em todas as salas.', category: 'general' }
    return (await maria.post('/api/v1/tickets', ticket)).body as { id: number }
  }
  await file('A rede parou na matriz')
  await file('Cadeira quebrada na recepção')

  const admin = await world.signIn('9001')
  const text = 'Olá, {{requester_name}}: já estamos vendo a rede.'
  const reply = { title: 'Rede em vista', text, is_shared: true }
  expect((await admin.post('/api/v1/replies', reply)).status).toBe(201)

  const rita = await world.as('9001')
  await rita.goto('/admin/regras')
  await rita.getByText('Nenhuma regra ainda.').waitFor()
  await rita.getByRole('button', { name: 'Criar regra' }).click()
  const sheet = rita.getByRole('dialog', { name: 'Criar regra' })
  await sheet.getByLabel('Nome').fill('Rede')
  await sheet.getByLabel('Palavras no título ou no texto').fill('rede\nwifi')
  await sheet.getByLabel('Prioridade').last().selectOption('Crítico')
  await sheet.getByLabel('Responsável').selectOption('Ana Costa')
  await sheet.getByLabel('Etiquetas a acrescentar').fill('rede')
  await sheet.getByLabel('Texto da primeira resposta').fill('Palavras próprias.')
  await sheet.getByLabel('Primeira resposta (opcional)', { exact: true }).selectOption('Rede em vista')
  await sheet.getByText(text).waitFor()
  await sheet.getByRole('button', { name: 'Testar' }).click()
  await sheet.getByText(/^\d+ de \d+ chamados servem; \d+ ficariam diferentes/).waitFor()
  const row = sheet.getByRole('row', { name: /A rede parou na matriz/ })
  await row.getByText('Ana Costa').waitFor()
  await row.getByText('Responde: Olá, Maria Santos: já estamos vendo a rede.').waitFor()
  await expectAccessible(rita)
  await expectFits(rita)
  await sheet.getByRole('button', { name: 'Salvar alterações' }).click()
  await rita.getByRole('button', { name: 'Rede', exact: true }).waitFor()
  await rita.getByText('responde “Rede em vista”').waitFor()
  await expectAccessible(rita)
  await expectFits(rita)

  const { id } = await file('Sem rede na filial')
  const page = await world.as('1001')
  await page.goto(`/chamados/${id}`)
  await page.getByText('Olá, Maria Santos: já estamos vendo a rede.').waitFor()
  await page.getByText('Resposta automática').first().waitFor()
  await rita.goto(`/quadro/${id}`)
  await rita.getByRole('tab', { name: 'Histórico' }).click()
  await rita.getByText('seguiu a regra “Rede”').waitFor()

  await rita.goto('/admin/regras')
  await rita.getByRole('button', { name: 'Excluir Rede' }).click()
  await rita.getByRole('button', { name: 'Excluir regra' }).click()
  await rita.getByText('Nenhuma regra ainda.').waitFor()
  expect(await world.sql`select priority from deals where id = ${id}`).toEqual([{ priority: 'urgent' }])
})
