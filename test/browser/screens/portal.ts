import type { Page } from 'playwright-core'
import { heading, type Room, submit } from './screen.ts'

const composer = (page: Page) => page.locator('form textarea').last().waitFor()

export const portal: Room = {
  empty: [
    {
      name: 'portal-empty',
      // Of all people she alone never asked for anything.
      as: '9001',
      async show(page) {
        await page.goto('/chamados')
        await page.locator('section p').first().waitFor()
      },
    },
    {
      name: 'portal-away',
      as: '1001',
      without: '**/api/v1/tickets?*',
      async show(page) {
        await page.goto('/chamados')
        await page.locator('main [role=alert]').first().waitFor()
      },
    },
    {
      name: 'new-ticket',
      as: '1001',
      async show(page) {
        await page.goto('/chamados/novo')
        await page.locator('main select').first().waitFor()
      },
    },
    {
      name: 'new-ticket-missing',
      as: '1001',
      async show(page) {
        await page.goto('/chamados/novo')
        await page.locator('main select').first().selectOption('access')
        await submit(page)
        await page.locator('[aria-invalid]').first().waitFor()
      },
    },
    {
      name: 'new-ticket-files',
      as: '1001',
      async show(page) {
        await page.goto('/chamados/novo')
        await page.locator('main select').first().waitFor()
        const file = { mimeType: 'text/plain', buffer: Buffer.from('Nota fiscal') }
        await page
          .locator('input[type=file]')
          .last()
          .setInputFiles([
            { name: 'nota.txt', ...file },
            { name: `${'relatorio-'.repeat(12)}.txt`, ...file },
          ])
        await page.locator('main li progress').first().waitFor({ state: 'detached' })
      },
    },
    {
      name: 'ticket-not-there',
      as: '1001',
      async show(page) {
        await page.goto('/chamados/999999')
        await heading(page)
      },
    },
  ],
  full: [
    {
      name: 'portal-full',
      as: '1001',
      async show(page) {
        await page.goto('/chamados')
        await page.locator('section li').nth(5).waitFor()
        await page.locator('summary').last().click()
        await page.locator('details li').first().waitFor()
      },
    },
    {
      name: 'ticket-long',
      as: '1001',
      async show(page, { long }) {
        await page.goto(`/chamados/${long.id}`)
        await page.locator('[id^=message-] iframe').waitFor()
        await composer(page)
      },
    },
    {
      name: 'ticket-pending',
      as: '1001',
      async show(page, { pending }) {
        await page.goto(`/chamados/${pending.id}`)
        await composer(page)
      },
    },
    {
      name: 'ticket-closed',
      as: '1001',
      async show(page, { closed }) {
        await page.goto(`/chamados/${closed.id}`)
        await heading(page)
        await composer(page)
      },
    },
    {
      name: 'ticket-closing',
      as: '1001',
      async show(page, { long }) {
        await page.goto(`/chamados/${long.id}`)
        await composer(page)
        await page.locator('main h1 ~ div button, main ol ~ div button').first().click()
        await page.getByRole('dialog').waitFor()
      },
    },
  ],
}
