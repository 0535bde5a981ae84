import { expect, test } from 'vitest'
import { PATIENCE_MS } from '#test/browser.ts'
import { CLARA } from '#test/people.ts'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** Who comes in, and what roles may (section 19: granular RBAC), as it is seen. */

const world = await worldOfScreens({ SIGNUP_MODE: 'approval' })

test('an admin takes something from agents, and whoever is one sees it go at once, and come back', async () => {
  const [rita, joao] = [await world.as('9001'), await world.as('2001')]
  await joao.goto('/lista')
  const nav = joao.getByRole('navigation', { name: 'Navegação' })
  await nav.getByRole('link', { name: 'Painel' }).waitFor()
  expect(await nav.getByRole('link', { name: 'Administração' }).count()).toBe(0)

  await rita.goto('/admin/permissoes')
  const save = rita.getByRole('button', { name: 'Salvar alterações' })
  await rita.getByRole('checkbox', { name: 'Ver o painel: Atendente' }).uncheck()
  await rita.getByRole('checkbox', { name: 'Ver as categorias na administração: Atendente' }).check()
  await save.click()
  await rita.getByText('Permissões salvas.').waitFor()
  await expectFits(rita, 'permissions')
  await expectAccessible(rita, 'permissions')
  await nav.getByRole('link', { name: 'Painel' }).waitFor({ state: 'detached' })
  await nav.getByRole('link', { name: 'Administração' }).click()
  await joao.getByRole('heading', { name: 'Categorias' }).waitFor()
  expect(await joao.getByRole('navigation', { name: 'Administração' }).getByRole('link').count()).toBe(1)

  await rita.getByRole('button', { name: 'Voltar ao padrão' }).click()
  await save.click()
  await nav.getByRole('link', { name: 'Painel' }).waitFor()
  await expect
    .poll(() => nav.getByRole('link', { name: 'Administração' }).count(), { timeout: PATIENCE_MS })
    .toBe(0)
  await joao.getByRole('heading', { name: 'Esta página não é para o seu perfil' }).waitFor()
})

test('A-23: somebody asks for an account, is told to wait, and comes in once an admin approved', async () => {
  const [clara, rita] = [await world.stranger({ locale: 'pt-BR' }), await world.as('9001')]
  await clara.goto('/criar-conta')
  await clara.getByText('Alguém da sua empresa precisa liberar o seu acesso.').waitFor()
  const fields = {
    'Nome completo': CLARA.full_name,
    'E-mail da empresa': CLARA.email,
    Matrícula: CLARA.matricula,
    CPF: CLARA.cpf,
    Setor: CLARA.department,
    Filial: CLARA.filial,
    Senha: CLARA.password,
  }
  for (const [label, value] of Object.entries(fields))
    await clara.getByLabel(label, { exact: true }).fill(value)
  await clara.getByRole('button', { name: 'Criar conta' }).click()
  await clara.getByRole('heading', { name: 'Pedido enviado' }).waitFor()
  await clara.getByRole('link', { name: 'Ir para a entrada' }).click()
  const signIn = async () => {
    await clara.getByLabel('Matrícula').fill(CLARA.matricula)
    await clara.getByLabel('Senha', { exact: true }).fill(CLARA.password)
    await clara.getByRole('button', { name: 'Entrar' }).click()
  }
  await signIn()
  await clara.getByText('Seu pedido de acesso ainda espera por uma resposta.').waitFor()

  await rita.goto('/lista')
  await rita.getByRole('link', { name: 'Administração 1 à espera de resposta' }).waitFor()
  await rita.goto('/admin/pedidos')
  await rita.getByRole('link', { name: 'Pedidos de acesso 1 à espera de resposta' }).waitFor()
  const row = rita.getByRole('row', { name: /Clara Nunes/ })
  await row.getByRole('button', { name: 'Aprovar' }).waitFor()
  await expectFits(rita, 'requests for access')
  await expectAccessible(rita, 'requests for access')
  await row.getByRole('button', { name: 'Recusar' }).click()
  await rita.getByRole('dialog', { name: 'Recusar o pedido de Clara Nunes?' }).getByLabel('Motivo').waitFor()
  await rita.keyboard.press('Escape')
  await row.getByRole('button', { name: 'Aprovar' }).click()
  const sheet = rita.getByRole('dialog', { name: 'Aprovar Clara Nunes' })
  await sheet.getByRole('button', { name: 'Aprovar' }).click()
  await rita.getByText('Ninguém espera por acesso.').waitFor()
  await rita.getByRole('link', { name: 'Pedidos de acesso', exact: true }).waitFor()
  await signIn()
  await clara.getByRole('heading', { name: /Clara/ }).waitFor()
})
