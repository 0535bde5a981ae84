import { expect, test } from 'vitest'
import { PATIENCE_MS } from '#test/browser.ts'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import { worldOfScreens } from './world-of-screens.ts'

const world = await worldOfScreens()

test('H-06: João writes an article, sees it as readers will, and publishes it; Maria reads it and says that it helped', async () => {
  const joao = await world.as('2001')
  await joao.goto('/artigos')
  await joao.getByRole('link', { name: 'Escrever artigo' }).click()
  await joao.getByLabel('Título', { exact: true }).fill('Trocar o toner')
  await joao
    .getByRole('textbox', { name: 'Texto' })
    .fill('# Passos\n\n1. Abra a **tampa**\n\n<script>alert(1)</script>')
  await joao.getByRole('button', { name: 'Prévia' }).click()
  const preview = joao.getByRole('region', { name: 'Prévia' })
  await preview.getByRole('heading', { name: 'Passos' }).waitFor()
  await preview.getByText('<script>alert(1)</script>').waitFor()
  await joao.getByLabel('Assunto').selectOption('Outros assuntos')
  await joao.getByRole('button', { name: 'Salvar' }).click()
  await joao.getByRole('button', { name: 'Publicar' }).click()
  await joao.getByRole('button', { name: 'Arquivar' }).waitFor()

  const maria = await world.as('1001')
  await maria.goto('/chamados')
  await maria.getByRole('link', { name: 'Ajuda' }).click()
  await maria.getByLabel('Buscar na ajuda').fill('tampa')
  await maria.getByRole('button', { name: 'Buscar' }).click()
  await maria.getByRole('link', { name: 'Trocar o toner' }).click()
  await maria.getByRole('button', { name: 'Sim' }).click()
  await maria.getByText('Obrigado.').waitFor()
  await expect
    .poll(
      async () => world.sql`select view_count, helpful_count from help_articles where id = (
      select article_id from help_texts where slug = 'trocar-o-toner')`,
      { timeout: PATIENCE_MS },
    )
    .toMatchObject([{ view_count: 1, helpful_count: 1 }])
})

test('without a script the help center is read, searched and left for a ticket', async () => {
  const page = await world.stranger({ javaScriptEnabled: false })
  await page.goto('/ajuda')
  await page.getByLabel('Buscar na ajuda').fill('pagamentos')
  await page.getByRole('button', { name: 'Buscar' }).click()
  await page.getByRole('link', { name: 'Formas de pagamento aceitas' }).click()
  await page.getByRole('cell', { name: 'Direto ao motorista' }).waitFor()
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByRole('heading', { level: 1, name: 'Accepted payments' }).waitFor()
  expect(await page.getByRole('button', { name: 'Yes' }).count()).toBe(0)
})

test('what two write at once is not lost: the second is told, and what they typed is still there', async () => {
  const [joao, rita] = [await world.as('2001'), await world.as('9001')]
  for (const page of [joao, rita]) {
    await page.goto('/artigos?q=motorista')
    await page.getByRole('link', { name: 'Como se tornar motorista' }).click()
    await page.getByLabel('Etiquetas').waitFor()
  }
  await joao.getByLabel('Etiquetas').fill('cnh')
  await joao.getByRole('button', { name: 'Salvar' }).click()
  await joao.getByText('Salvo.').waitFor()
  await rita.getByLabel('Etiquetas').fill('carro')
  await rita.getByRole('button', { name: 'Salvar' }).click()
  await rita.getByText(/Isto mudou desde que você leu/).waitFor()
  expect(await rita.getByLabel('Etiquetas').inputValue()).toBe('carro')
})

test('H-04: Rita makes a subject, is told why one with texts stays, and removes her own; João sees them', async () => {
  const rita = await world.as('9001')
  await rita.goto('/artigos')
  await rita.getByRole('link', { name: 'Assuntos' }).click()
  await rita.getByRole('button', { name: 'Pagamento' }).click()
  await rita.getByRole('button', { name: 'Excluir assunto' }).click()
  await rita.getByText('Dê a eles outro assunto antes.').waitFor()
  await rita.keyboard.press('Escape')
  await rita.getByRole('button', { name: 'Criar assunto' }).click()
  for (const [label, name] of [
    ['Português (Brasil)', 'Frota'],
    ['Español', 'Flota'],
    ['English', 'Fleet'],
    ['Русский', 'Парк'],
    ['Código', 'fleet'],
    ['Ordem', '1'],
  ] as const)
    await rita.getByRole('textbox', { name: label }).fill(name)
  await expectAccessible(rita)
  await rita.getByRole('button', { name: 'Salvar' }).click()
  const joao = await world.as('2001', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  await rita.getByRole('button', { name: 'Frota' }).waitFor()
  await joao.goto('/artigos/assuntos')
  await joao.getByRole('rowheader', { name: 'Frota' }).waitFor()
  expect(await joao.getByRole('button', { name: 'Criar assunto' }).count()).toBe(0)
  await expectAccessible(joao)
  await expectFits(joao)
  await rita.getByRole('button', { name: 'Frota' }).click()
  await rita.getByRole('button', { name: 'Excluir assunto' }).click()
  await rita.getByText('Assunto excluído.').waitFor()
  expect(await rita.getByRole('button', { name: 'Frota' }).count()).toBe(0)
})
