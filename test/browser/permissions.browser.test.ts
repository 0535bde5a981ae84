import { expect, test } from 'vitest'
import { PATIENCE_MS } from '#test/browser.ts'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** Who comes in, and what roles may (section 19: granular RBAC), as it is seen. */

const world = await worldOfScreens()

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
