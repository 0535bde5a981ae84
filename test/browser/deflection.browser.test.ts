import { expect, test } from 'vitest'
import { PATIENCE_MS } from '#test/browser.ts'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import { worldOfScreens } from './world-of-screens.ts'

/** What may spare somebody the ticket that they are writing. */

const world = await worldOfScreens()
const TITLE = 'Como eu pago a corrida no dinheiro'

test('while Maria writes, articles come beside it; what she wrote stays while she reads, and is discarded only when she says so', async () => {
  const maria = await world.as('1001')
  await maria.goto('/chamados/novo')
  const title = maria.getByLabel('O que está acontecendo?')
  await title.fill(TITLE)
  const aside = maria.getByRole('complementary', { name: 'Talvez isto ajude' })
  const article = aside.getByRole('button', { name: 'Formas de pagamento aceitas' })
  await article.waitFor()
  expect(await maria.evaluate('document.activeElement.name'), 'the focus').toBe('title')
  await expectAccessible(maria)
  await expectFits(maria)
  await article.click()
  const dialog = maria.getByRole('dialog', { name: 'Formas de pagamento aceitas' })
  await dialog.getByRole('cell', { name: 'Direto ao motorista' }).waitFor()
  await expectAccessible(maria)
  await dialog.getByRole('button', { name: 'Continuar escrevendo' }).click()
  expect(await title.inputValue()).toBe(TITLE)
  await article.click()
  await dialog.getByRole('button', { name: 'Resolveu meu problema' }).click()
  const thanks = maria.getByRole('dialog', { name: 'Que bom que resolveu' })
  await thanks.waitFor()
  // Loaded anew, the draft is still there.
  await maria.reload()
  expect(await title.inputValue()).toBe(TITLE)
  await article.click()
  await dialog.getByRole('button', { name: 'Resolveu meu problema' }).click()
  await thanks.getByRole('button', { name: 'Descartar rascunho' }).click()
  await maria.getByText('Rascunho descartado.').waitFor()
  await maria.goto('/chamados/novo')
  await title.waitFor()
  expect(await title.inputValue()).toBe('')
  expect(
    await world.sql`select count(*)::int, count(solved_at)::int as solved from help_offers o
    join help_texts t on t.article_id = o.article_id where t.title = 'Formas de pagamento aceitas'`,
  ).toEqual([{ count: 1, solved: 1 }])
})

test('who asks for the same again is led to what they asked for, and the report says what was filed anyway', async () => {
  const pedro = await world.as('1002')
  for (const _ of ['once', 'again']) {
    await pedro.goto('/chamados/novo')
    await pedro.getByLabel('O que está acontecendo?').fill(TITLE)
    await pedro.getByLabel('Detalhes').fill('O motorista não aceitou o dinheiro.')
    await pedro.getByLabel('Sobre o que é?').selectOption('Sistema Financeiro')
    await pedro.getByRole('button', { name: 'Formas de pagamento aceitas' }).waitFor()
    if (_ === 'again') break
    await pedro.locator('main form button[type=submit]').click()
    await pedro.getByRole('heading', { level: 1, name: TITLE }).waitFor()
  }
  await pedro.getByRole('link', { name: new RegExp(`TKT-\\d+-\\d+: ${TITLE}`) }).click()
  await pedro.getByRole('heading', { level: 1, name: TITLE }).waitFor()

  const joao = await world.as('2001')
  await joao.goto('/artigos')
  await joao.getByRole('link', { name: 'Chamados evitados' }).click()
  const row = joao.getByRole('row', { name: /Formas de pagamento aceitas/ })
  await expect
    .poll(() => row.getByRole('cell').allTextContents(), { timeout: PATIENCE_MS })
    .toEqual(['3', '1', '1', '1'])
  await expectAccessible(joao)
  await expectFits(joao)
  const download = joao.waitForEvent('download')
  await joao.getByRole('button', { name: 'Baixar CSV' }).click()
  expect((await download).suggestedFilename()).toBe('deflection.csv')
})
