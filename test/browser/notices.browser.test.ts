import { expect, test } from 'vitest'
import { PATIENCE_MS } from '#test/browser.ts'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import { worldOfScreens } from './world-of-screens.ts'

const world = await worldOfScreens()
const TICKET = {
  title: 'A impressora não imprime',
  description: 'Nem a luz acende, já troquei de tomada.',
  department: 'TI',
}

test('the bell counts what came, says it once, leads there by the keyboard, and is quiet after', async () => {
  const [maria, joao] = [await world.signIn('1001'), await world.as('2001')]
  await joao.goto('/perfil')
  await joao.getByRole('button', { name: 'Avisos', exact: true }).waitFor()
  const { id } = (await maria.post('/api/v1/tickets', TICKET)).body as { id: number }
  await joao.getByRole('button', { name: 'Avisos: 1 não lido', exact: true }).waitFor()
  await joao.getByText(/^Maria Santos abriu um chamado: TKT-/).waitFor({ state: 'attached' })
  await joao.getByRole('button', { name: 'Avisos: 1 não lido' }).focus()
  await joao.keyboard.press('Enter')
  const notices = joao.getByRole('dialog', { name: 'Avisos' })
  await notices.getByRole('link', { name: /Não lido: Maria Santos abriu um chamado/ }).waitFor()
  await expectAccessible(joao, 'the notices')
  await expectFits(joao, 'the notices')
  await notices.getByRole('link', { name: /abriu um chamado/ }).focus()
  await joao.keyboard.press('Enter')
  await joao.waitForURL(`${world.url}/quadro/${id}`)
  await joao.getByRole('button', { name: 'Avisos', exact: true }).waitFor()
})

test('Maria hears of the answer on her phone, marks all as read there, and turns off what she does not want', async () => {
  const [joao, client] = [await world.signIn('2001'), await world.signIn('1001')]
  const maria = await world.as('1001', { viewport: { width: 390, height: 844 } })
  const { id } = (await client.post('/api/v1/tickets', TICKET)).body as { id: number }
  await maria.goto('/chamados')
  await joao.post(`/api/v1/tickets/${id}/messages`, { message: 'Troque o cabo, por favor.' })
  await maria.getByRole('button', { name: 'Avisos: 1 não lido' }).click()
  const notices = maria.getByRole('dialog', { name: 'Avisos' })
  await notices.getByText('Troque o cabo, por favor.').waitFor()
  await notices.getByRole('button', { name: 'Marcar tudo como lido' }).click()
  await maria.getByRole('button', { name: 'Avisos', exact: true }).waitFor()
  await notices.getByRole('link', { name: 'Escolher avisos' }).click()
  await maria.waitForURL(/\/perfil/)
  const letters = maria.getByRole('checkbox', { name: 'a central responde: E-mail' })
  await letters.click()
  const kept = async () =>
    (await client.get('/api/v1/notifications/preferences')).body as { kinds: Record<string, object> }
  await expect
    .poll(async () => (await kept()).kinds.agent_reply, { timeout: PATIENCE_MS })
    .toEqual({ app: true, mail: false, push: true })
  await maria.reload()
  await letters.waitFor()
  expect(await letters.isChecked()).toBe(false)
  await expectFits(maria)
})

test('C-02: the link in the letter says how it went, without a script and without signing in', async () => {
  const [joao, client] = [await world.signIn('2001'), await world.signIn('1001')]
  const { id } = (await client.post('/api/v1/tickets', { ...TICKET, title: 'O teclado não escreve' }))
    .body as { id: number }
  await joao.post(`/api/v1/tickets/${id}/messages`, { message: 'Trocado', status_after: 'resolved' })
  const letter = await world.letterTo('maria.santos@example.com', /resolvido: O teclado/)
  const link = /http\S+\/avaliar\/\S+/.exec(letter.text)?.[0] ?? ''
  const looking = await world.stranger()
  await looking.goto(link)
  await looking.getByRole('heading', { name: 'Como foi o atendimento?' }).waitFor()
  await expectAccessible(looking, 'the rating page')
  await expectFits(looking, 'the rating page')
  const page = await world.stranger({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  await page.goto(link)
  await page.getByLabel('4 · bom').check()
  await page.getByLabel('Quer contar mais? (opcional)').fill('Foi rápido')
  await page.getByRole('button', { name: 'Enviar avaliação' }).click()
  await page.getByRole('heading', { name: 'Obrigado pela avaliação' }).waitFor()
  expect(await world.sql`select rating, rating_feedback, status from deals where id = ${id}`).toEqual([
    { rating: 4, rating_feedback: 'Foi rápido', status: 'closed' },
  ])
})
