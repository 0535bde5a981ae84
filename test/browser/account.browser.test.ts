import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { CLARA } from '#test/people.ts'
import { createWorld, type World } from '#test/world.ts'
import { expectAccessible } from './accessible.ts'
import { browsing } from './browsing.ts'
import { expectFits } from './fits.ts'

const openPage = browsing()
const visit = (world: World, options: BrowserContextOptions = {}) =>
  openPage({ baseURL: world.url, ...options })

/** And goes to see their profile. */
async function signIn(page: Page, matricula = '1001', password = 'ponte-demo') {
  await page.goto('/entrar?next=/perfil')
  await page.getByLabel('Matrícula').fill(matricula)
  await page.getByLabel('Senha', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Entrar' }).click()
  await page.waitForURL('**/perfil')
}

test('a person signs in, changes the language for good, and signs out', async () => {
  await using world = await createWorld()
  const page = await visit(world)
  await page.goto('/')
  await page.waitForURL('**/entrar')
  await signIn(page)
  await page.getByRole('heading', { level: 1, name: /, Maria\.$/ }).waitFor()
  const otherTab = await page.context().newPage()
  await otherTab.goto('/perfil')
  await otherTab.getByLabel('Idioma', { exact: true }).waitFor()
  await page.getByLabel('Idioma', { exact: true }).selectOption('ru')
  await page.getByRole('heading', { name: 'Язык и оформление' }).waitFor()
  await otherTab.getByRole('heading', { name: 'Язык и оформление' }).waitFor()
  await expect.poll(() => page.evaluate('document.documentElement.lang'), { timeout: 60_000 }).toBe('ru')
  await page.reload()
  await page.getByRole('heading', { name: 'Язык и оформление' }).waitFor()
  const [row] = await world.sql`select locale from users where matricula = '1001'`
  expect(row?.locale, 'letters follow').toBe('ru')
  await page.getByRole('button', { name: /Maria Santos/ }).click()
  await page.getByRole('button', { name: 'Выйти' }).click()
  await page.getByText('Вы вышли. До встречи.').waitFor()
  expect((await page.context().cookies()).map(({ name }) => name)).toEqual([])
})

test('a forgotten password is reset by way of the mailbox, on one device, and ends the session on another', async () => {
  await using world = await createWorld()
  const elsewhere = await visit(world)
  await signIn(elsewhere)
  const page = await visit(world)
  await page.goto('/entrar')
  await page.getByRole('link', { name: 'Esqueci a senha' }).click()
  await page.getByLabel('E-mail ou matrícula').fill('1001')
  await page.getByRole('button', { name: 'Enviar link' }).click()
  await page.getByRole('heading', { name: 'Confira seu e-mail' }).waitFor()
  await world.letterTo('maria.santos@example.com')

  const mailbox = await page.context().newPage()
  await mailbox.goto(`${world.sandbox.url}/mail`)
  await mailbox.getByRole('link', { name: /Redefinir sua senha no Ponte/ }).click()
  await mailbox.frameLocator('iframe').getByRole('link', { name: 'Escolher nova senha' }).click()
  await mailbox.waitForURL(`${world.url}/redefinir-senha`)
  expect(mailbox.url(), 'the token leaves the address bar').not.toContain('#')
  await mailbox.getByLabel('Nova senha', { exact: true }).fill('nova-senha-1')
  await mailbox.getByLabel('Repita a nova senha').fill('outra')
  await mailbox.getByRole('button', { name: 'Salvar nova senha' }).click()
  await mailbox.getByText('As duas senhas não são iguais.').waitFor()
  await mailbox.getByLabel('Repita a nova senha').fill('nova-senha-1')
  await mailbox.getByRole('button', { name: 'Salvar nova senha' }).click()
  await mailbox.getByRole('heading', { name: 'Senha alterada' }).waitFor()
  await mailbox.getByRole('link', { name: 'Entrar' }).click()
  await signIn(mailbox, '1001', 'nova-senha-1')

  await elsewhere.reload()
  await elsewhere.getByText('Sua sessão terminou.').waitFor()
  expect(new URL(elsewhere.url()).searchParams.get('next')).toBe('/perfil')
})

test('signing up tells what to correct, keeps what was typed, and leads in', async () => {
  await using world = await createWorld()
  const page = await visit(world)
  await page.goto('/criar-conta')
  await page.getByRole('button', { name: 'Criar conta' }).click()
  await page.getByText('Falta corrigir 7 campos:').waitFor()
  const fields = {
    'Nome completo': CLARA.full_name,
    Matrícula: '1001',
    CPF: '111.111.111-11',
    'E-mail da empresa': CLARA.email,
    Setor: CLARA.department,
    Filial: CLARA.filial,
  }
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text)
  await page.getByLabel('Senha', { exact: true }).fill(CLARA.password)
  await page.getByRole('button', { name: 'Criar conta' }).click()
  await page.getByText('CPF inválido. Confira os onze dígitos.').waitFor()
  await page.getByLabel('CPF', { exact: true }).fill(CLARA.cpf)
  await page.getByRole('button', { name: 'Criar conta' }).click()
  await page.getByText('Já existe uma conta com este valor.').waitFor()
  expect(await page.getByLabel('Nome completo').inputValue()).toBe('Clara Nunes')
  await page.getByLabel('Matrícula', { exact: true }).fill(CLARA.matricula)
  await page.getByRole('button', { name: 'Criar conta' }).click()
  await page.waitForURL('**/chamados')
  await page.getByRole('button', { name: /Clara Nunes/ }).waitFor()
})

test('a company address is confirmed by its letter', async () => {
  await using world = await createWorld({ SIGNUP_MODE: 'domain', SIGNUP_DOMAINS: 'empresa.com.br' })
  await world.visitor().post('/api/v1/users', CLARA)
  const link = /http\S+confirmar-email#\S+/.exec((await world.letterTo(CLARA.email)).text)?.[0] ?? ''
  const page = await visit(world)
  await page.goto(link)
  await page.getByRole('heading', { name: 'E-mail confirmado' }).waitFor()
  await signIn(page, CLARA.matricula, CLARA.password)
  await page.goto(link)
  await page.getByRole('heading', { name: 'Não foi possível confirmar' }).waitFor()
})

test('the profile is changed, its mistakes are told beside the field, and other devices are signed out', async () => {
  await using world = await createWorld()
  const other = await world.signIn('1001')
  const page = await visit(world)
  await signIn(page)
  await page.getByLabel(/^Telefone/).fill('call me')
  await page.getByRole('button', { name: 'Salvar alterações' }).click()
  await page.getByText('Informe o telefone com DDD').waitFor()
  await page.getByLabel(/^Telefone/).fill('(11) 98765-4321')
  await page.getByRole('button', { name: 'Salvar alterações' }).click()
  await page.getByText('Alterações salvas.').waitFor()
  await page.getByLabel('Senha atual').fill('wrong')
  await page.getByLabel('Nova senha').fill('nova-senha-1')
  await page.getByRole('button', { name: 'Trocar senha' }).click()
  await page
    .getByText('O valor não é válido.')
    .or(page.getByText('A senha atual não confere'))
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Desconectar todos os outros' }).click()
  await page.getByText('Nenhum outro aparelho está conectado.').waitFor()
  expect((await other.get('/auth/me')).status).toBe(401)
  await page.getByRole('button', { name: 'Pedir meus dados' }).click()
  await page.getByText('Seu arquivo está sendo preparado').waitFor()
  await world.settle()
  await page.reload()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: /^Baixar o arquivo de/ }).click()
  expect((await download).suggestedFilename()).toBe('dados-1.jsonl')
  await expectAccessible(page)
  await expectFits(page)
})

test("a picture of one's own is shown wherever one is, and can be taken away", async () => {
  await using world = await createWorld()
  const page = await visit(world)
  await signIn(page)
  const face = page.locator('header img')
  const choose = page.getByLabel('Escolher foto')
  await choose.setInputFiles({ name: 'nota.png', mimeType: 'image/png', buffer: Buffer.from('no picture') })
  await page.getByRole('alert').waitFor()
  await choose.setInputFiles({ name: 'eu.png', mimeType: 'image/png', buffer: await page.screenshot() })
  await face.waitFor()
  const width = () => page.evaluate<number>("document.querySelector('header img').naturalWidth")
  await expect.poll(width, { timeout: 60_000 }).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Remover foto' }).click()
  await face.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Escolher foto' }).waitFor()
})

test('the access token is renewed unnoticed, in two tabs at once, and the person stays signed in', async () => {
  await using world = await createWorld()
  const page = await visit(world)
  await signIn(page)
  await page.getByText('este aparelho', { exact: true }).waitFor()
  const tab = await page.context().newPage()
  await tab.goto('/perfil')
  await tab.getByText('este aparelho', { exact: true }).waitFor()
  for (let round = 0; round < 3; round++) {
    world.clock.forward(16 * 60_000)
    await Promise.all([page.reload(), tab.reload()])
    await page.getByText('este aparelho', { exact: true }).waitFor()
    await tab.getByText('este aparelho', { exact: true }).waitFor()
  }
})

test('everything can be done with the keyboard alone', async () => {
  await using world = await createWorld()
  const page = await visit(world)
  await page.goto('/entrar')
  await page.getByLabel('Matrícula').focus()
  await page.keyboard.type('1001')
  await page.keyboard.press('Tab')
  await page.keyboard.type('ponte-demo')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/chamados')
  await page.getByRole('heading', { level: 1 }).waitFor()
  // The new page is read out.
  await expect.poll(() => page.evaluate('document.activeElement.tagName'), { timeout: 60_000 }).toBe('H1')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Perfil' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Perfil' }).waitFor({ state: 'hidden' })
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('Você saiu. Até a próxima.').waitFor()
})

test('when the gateway is away the page says what was kept, and goes on once it is back', async () => {
  await using world = await createWorld()
  const page = await visit(world)
  await page.goto('/entrar')
  await page.getByLabel('Matrícula').fill('1001')
  await page.getByLabel('Senha', { exact: true }).fill('ponte-demo')
  await page.route('**/api/**', (route) => route.abort())
  await page.getByRole('button', { name: 'Entrar' }).click()
  await page.getByText('Sem resposta do servidor. O que você digitou continua aqui').waitFor()
  expect(await page.getByLabel('Matrícula').inputValue()).toBe('1001')
  await page.unroute('**/api/**')
  await page.getByRole('button', { name: 'Entrar' }).click()
  await page.waitForURL('**/chamados')
})

test('the API reference draws itself from this gateway alone', async () => {
  await using world = await createWorld()
  const page = await visit(world)
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(world.url) && !/^(data|blob):/.test(request.url()))
      foreign.push(request.url())
  })
  await page.goto('/docs')
  await page.getByRole('heading', { name: 'Ponte' }).first().waitFor()
  await page.getByText('/api/v1/session').first().waitFor()
  expect(foreign).toEqual([])
})
