import * as path from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { PATIENCE_MS } from '#test/browser.ts'
import { PNG } from '#test/files/samples.ts'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import { worldOfScreens } from './world-of-screens.ts'

const world = await worldOfScreens()
/** As it came, whatever the page says. */
const widthOf = (page: Page, alt: string) =>
  page.evaluate<number>(`document.querySelector('main img[alt="${alt}"]').naturalWidth`)
const PICTURE = path.join(import.meta.dirname, '../files/pictures/exif.jpg')

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

test('H-06: João puts pictures into a text by the button and by pasting, says what they show, and readers see them', async () => {
  const joao = await world.as('2001', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  await joao.goto('/artigos/0')
  await joao.getByLabel('Título', { exact: true }).fill('Ligar o projetor')
  const text = joao.getByRole('textbox', { name: 'Texto', exact: true })
  await text.fill('Veja a tela:')
  await joao.locator('input[type=file]').setInputFiles(PICTURE)
  await joao.getByLabel('O que a imagem mostra').fill('A tela [azul]')
  await expectAccessible(joao)
  await expectFits(joao)
  await joao.getByRole('button', { name: 'Inserir', exact: true }).click()
  await expect
    .poll(() => text.inputValue())
    .toMatch(/^Veja a tela:\n\n!\[A tela \\\[azul\\\]\]\(\/ajuda\/imagens\/\S+\)\n\n$/)
  await joao.evaluate(`{
    const clipboardData = new DataTransfer()
    const bytes = Uint8Array.from(atob('${PNG.toString('base64')}'), (byte) => byte.charCodeAt(0))
    clipboardData.items.add(new File([bytes], 'colada.png', { type: 'image/png' }))
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.querySelector('main textarea').dispatchEvent(paste)
  }`)
  await joao.getByLabel('O que a imagem mostra').fill('O botão')
  await joao.getByRole('button', { name: 'Inserir', exact: true }).click()
  await expect.poll(() => text.inputValue()).toContain('![O botão](')
  await joao.getByRole('button', { name: 'Prévia' }).click()
  const blue = joao.getByRole('img', { name: 'A tela [azul]' })
  await blue.scrollIntoViewIfNeeded()
  await expect.poll(() => widthOf(joao, 'A tela [azul]')).toBe(7)
  await joao.getByLabel('Assunto').selectOption('Outros assuntos')
  await joao.getByRole('button', { name: 'Salvar' }).click()
  await joao.getByRole('button', { name: 'Publicar' }).click()
  await joao.getByRole('button', { name: 'Arquivar' }).waitFor()
  const reader = await world.stranger({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  await reader.goto('/ajuda/ligar-o-projetor')
  const shown = reader.getByRole('img', { name: 'O botão' })
  await shown.scrollIntoViewIfNeeded()
  await expect.poll(() => widthOf(reader, 'O botão')).toBe(1)
})

test('what is not saved is asked about by whoever leaves, is back after a reload, and goes when it is saved', async () => {
  const joao = await world.as('2001')
  await joao.goto('/artigos?q=emergencia')
  await joao.getByRole('link', { name: 'Como usar o botão de emergência' }).click()
  const tags = joao.getByLabel('Etiquetas')
  await tags.fill('sos')
  await joao.getByRole('button', { name: 'Arquivar' }).click()
  await joao.getByText('Salve primeiro.').waitFor()
  await joao.goBack()
  const leaving = joao.getByRole('dialog', { name: 'Sair sem salvar?' })
  await leaving.waitFor()
  await expectAccessible(joao)
  await leaving.getByRole('button', { name: 'Continuar escrevendo' }).click()
  expect(await tags.inputValue()).toBe('sos')
  const asked = joao.waitForEvent('dialog')
  const again = joao.reload()
  const dialog = await asked
  expect(dialog.type()).toBe('beforeunload')
  await dialog.accept()
  await again
  await joao.getByText('Recuperamos o que você tinha escrito').waitFor()
  expect(await tags.inputValue()).toBe('sos')
  await joao.getByRole('link', { name: 'Quadro' }).click()
  await leaving.getByRole('button', { name: 'Sair e guardar' }).click()
  await joao.waitForURL('**/quadro**')
  // Meanwhile it became another version.
  const rita = await world.signIn('9001')
  const article = '/api/v1/admin/help/articles/4'
  expect((await rita.patch(article, { tags: ['socorro'] }, { 'if-match': '*' })).status).toBe(200)
  await joao.goto('/artigos/4')
  await joao.getByText('escrito antes de este texto mudar').waitFor()
  expect(await tags.inputValue()).toBe('socorro')
  await joao.getByRole('button', { name: 'Usar o que escrevi' }).click()
  expect(await tags.inputValue()).toBe('sos')
  await joao.getByRole('button', { name: 'Salvar' }).click()
  await joao.getByText('Salvo.').waitFor()
  await joao.getByRole('link', { name: 'Quadro' }).click()
  await joao.waitForURL('**/quadro**')
  const kept = () => Object.keys(localStorage).filter((key) => key.startsWith('ponte-article-'))
  expect(await joao.evaluate(kept)).toEqual([])
  expect((await rita.get(article)).body).toMatchObject({ tags: ['sos'] })
})

test('Q-02, Q-04: João puts the questions of a subject into another order by keys, and readers find them so; saving a text leaves it', async () => {
  const joao = await world.as('2001')
  await joao.goto('/artigos?kind=faq')
  const titles = () => joao.locator('main tbody th a').allTextContents()
  await joao.getByRole('rowheader').first().waitFor()
  expect(await joao.getByRole('columnheader', { name: 'Ordem' }).count(), 'of all subjects').toBe(0)
  await joao.getByRole('button', { name: 'Assunto' }).click()
  await joao.getByRole('menuitemradio', { name: 'Conta' }).click()
  await joao.getByRole('columnheader', { name: 'Ordem' }).waitFor()
  const [first = '', second = ''] = await titles()
  await joao.getByRole('button', { name: `Descer ${first}` }).press('Enter')
  await joao.getByText(`${first}: agora na posição 2 de 2.`).waitFor()
  await expect.poll(titles).toEqual([second, first])
  await expectAccessible(joao)
  // Who has gone elsewhere stays there when what they look at is read again.
  await joao.evaluate('document.activeElement.blur()')
  const questions = '/api/v1/admin/help/faq'
  const rita = await world.signIn('9001')
  const { items } = (await rita.get(`${questions}?category=account`)).body as { items: { id: number }[] }
  const renamed = 'Como troco o idioma?'
  const change = { texts: { 'pt-BR': { title: renamed, content: 'No seu perfil.' } } }
  expect((await rita.patch(`${questions}/${items[0]?.id}`, change, { 'if-match': '*' })).status).toBe(200)
  await joao.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
  await joao.getByRole('link', { name: renamed }).waitFor()
  expect(await joao.evaluate('document.activeElement.tagName')).toBe('BODY')
  await joao.getByRole('button', { name: 'Assunto: Conta' }).click()
  await joao.getByRole('menuitemradio', { name: 'Todos' }).click()
  await expect.poll(() => joao.getByRole('columnheader', { name: 'Ordem' }).count()).toBe(0)
  await joao.getByRole('link', { name: renamed }).click()
  await joao.getByLabel('Etiquetas').fill('acesso')
  await joao.getByRole('button', { name: 'Salvar' }).click()
  await joao.getByText('Salvo.').waitFor()
  const reader = await world.stranger()
  await reader.goto('/ajuda/perguntas')
  const shown = await reader.locator('main').innerText()
  expect(shown.indexOf(renamed)).toBeGreaterThan(0)
  expect(shown.indexOf(renamed)).toBeLessThan(shown.indexOf(first))
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
