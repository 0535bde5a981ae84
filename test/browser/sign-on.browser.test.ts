import { afterAll, expect, test } from 'vitest'
import { withCheckDigits } from '#src/auth/cpf.ts'
import { startProvider, trusting } from '#test/oidc/start-provider.ts'
import { freePorts } from '#test/process.ts'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** Section 19: SSO, as somebody goes through it, with a real provider beside. */

const port = await freePorts(1)
const world = await worldOfScreens({ ...trusting(port), OIDC_NEW: 'create' })
let provider: AsyncDisposable | undefined
afterAll(() => provider?.[Symbol.asyncDispose]())

test('while the provider is away the page says so, and passwords open the door', async () => {
  const page = await world.stranger({ locale: 'pt-BR' })
  await page.goto('/entrar')
  await page.getByRole('link', { name: 'Entrar com Conta da empresa' }).waitFor()
  await expectFits(page, 'signing in with a company')
  await expectAccessible(page, 'signing in with a company')
  await page.getByRole('link', { name: 'Entrar com Conta da empresa' }).click()
  await page.getByText('A entrada da empresa não responde.').waitFor()
  await page.getByLabel('Matrícula').fill('1001')
  await page.getByLabel('Senha', { exact: true }).fill('ponte-demo')
  await page.getByRole('button', { name: 'Entrar' }).click()
  await page.waitForURL('**/chamados')
})

test('somebody comes in by the company and gets to where they wanted to go; somebody new says what is missing', async () => {
  provider = await startProvider(port, world.url)
  const maria = await world.stranger({ locale: 'pt-BR' })
  await maria.goto('/chamados/novo')
  await maria.getByRole('link', { name: 'Entrar com Conta da empresa' }).click()
  await maria.locator('input[name=login]').fill('maria')
  await maria.locator('input[name=password]').fill('qualquer')
  await maria.locator('button[type=submit]').click()
  await maria.waitForURL('**/chamados/novo')
  await maria.getByRole('button', { name: /Maria Santos/ }).waitFor()

  const nova = await world.stranger({ locale: 'pt-BR' })
  await nova.goto('/entrar')
  await nova.getByRole('link', { name: 'Entrar com Conta da empresa' }).click()
  await nova.locator('input[name=login]').fill('nova')
  await nova.locator('input[name=password]').fill('qualquer')
  await nova.locator('button[type=submit]').click()
  await nova.getByText('Sua empresa confirmou nova.pessoa@empresa.com.br.').waitFor()
  await expectFits(nova, 'what is asked of somebody new')
  await expectAccessible(nova, 'what is asked of somebody new')
  expect(await nova.getByLabel('Nome completo').inputValue()).toBe('Nova Pessoa')
  for (const [label, value] of Object.entries({
    Matrícula: '5801',
    CPF: withCheckDigits('654654654'),
    Setor: 'Compras',
    Filial: 'Manaus',
  }))
    await nova.getByLabel(label, { exact: true }).fill(value)
  await nova.getByRole('button', { name: 'Criar conta' }).click()
  await nova.waitForURL('**/chamados')
  await nova.getByRole('button', { name: /Nova Pessoa/ }).waitFor()
  // Whoever leaves here leaves there as well: the next one at this computer is asked who they are.
  await nova.getByRole('button', { name: /Nova Pessoa/ }).click()
  await nova.getByRole('button', { name: 'Sair' }).click()
  await nova.locator('[name=logout][value=yes]').click()
  await nova.waitForURL('**/entrar')
  await nova.getByRole('link', { name: 'Entrar com Conta da empresa' }).click()
  await nova.locator('input[name=login]').waitFor()
})
