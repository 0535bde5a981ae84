import type { Page } from 'playwright-core'
import { heading, type Room } from './screen.ts'

/** Its text, and not only its frame. */
async function openFirst(page: Page, kind: string): Promise<void> {
  await page.goto(`/artigos?kind=${kind}`)
  await page.locator('main tbody a').first().click()
  await page.locator('main textarea').waitFor()
}

/** Of the gateway itself: its language stands in the address. */
async function read(page: Page, path: string): Promise<void> {
  await page.goto('/ajuda/ajuda.js')
  const locale = await page.evaluate<string>("localStorage.getItem('ponte-locale') ?? 'pt-BR'")
  await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${locale}`)
  await page.locator('main h1').waitFor()
}

export const help: Room = {
  empty: [
    {
      name: 'help-articles',
      as: '2001',
      async show(page) {
        await page.goto('/artigos')
        await page.locator('main tbody tr').first().waitFor()
      },
    },
    {
      name: 'help-order',
      as: '2001',
      async show(page) {
        await page.goto('/artigos?kind=faq&subject=account')
        await page.locator('main tbody button').first().waitFor()
      },
    },
    {
      name: 'help-none',
      as: '2001',
      async show(page) {
        await page.goto('/artigos?status=archived')
        await page.locator('main p').last().waitFor()
        await heading(page)
      },
    },
    { name: 'help-article', as: '9001', show: (page) => openFirst(page, 'article') },
    {
      name: 'help-preview',
      as: '2001',
      async show(page) {
        await openFirst(page, 'article')
        await page.locator('main fieldset').nth(1).locator('button').last().click()
        await page.locator('main section ol, main section table, main section h2').first().waitFor()
      },
    },
    { name: 'help-question', as: '2001', show: (page) => openFirst(page, 'faq') },
    {
      name: 'help-new',
      as: '2001',
      async show(page) {
        await page.goto('/artigos/0')
        await page.locator('main textarea').waitFor()
      },
    },
    {
      name: 'help-subjects',
      as: '2001',
      async show(page) {
        await page.goto('/artigos/assuntos')
        await page.locator('main tbody tr').first().waitFor()
      },
    },
    {
      name: 'help-subject',
      as: '9001',
      async show(page) {
        await page.goto('/artigos/assuntos')
        await page.locator('main tbody button').first().click()
        await page.getByRole('dialog').locator('input').first().waitFor()
      },
    },
    {
      name: 'help-versions',
      as: '2001',
      async show(page) {
        await openFirst(page, 'article')
        await page.locator('main div:has(> div h1) > div:last-child button').first().click()
        await page.getByRole('dialog').locator('li, tr').first().waitFor()
      },
    },
    {
      name: 'help-deflection',
      as: '2001',
      async show(page) {
        await page.goto('/artigos/evitados')
        await page.locator('main p').last().waitFor()
        await page.waitForLoadState('networkidle')
      },
    },
    { name: 'help-page-home', as: null, show: (page) => read(page, '/ajuda') },
    { name: 'help-page-article', as: null, show: (page) => read(page, '/ajuda/formas-de-pagamento-aceitas') },
    { name: 'help-page-faq', as: null, show: (page) => read(page, '/ajuda/perguntas') },
    { name: 'help-page-found', as: null, show: (page) => read(page, '/ajuda?q=cancelar') },
  ],
  full: [
    {
      name: 'help-deflection-full',
      as: '2001',
      async show(page) {
        await page.goto('/artigos/evitados')
        await page.locator('main tbody tr').nth(2).waitFor()
      },
    },
  ],
}
