import type { Page } from 'playwright-core'
import { openLive } from '#test/browser/live-page.ts'
import { MARIA } from '#test/tickets.ts'
import { heading, type Room, submit } from './screen.ts'

/** Said before the page was opened: two that wait for the line, and one that was refused. */
const keep = (ticketId: number) => `(() => {
  const texts = ['O teclado é da sala 12.', 'https://exemplo.com.br/${'foto-do-teclado-'.repeat(6)}.png', 'E o mouse também.']
  for (const [at, message] of texts.entries())
    localStorage.setItem('ponte-unsent-' + at, JSON.stringify({
      clientId: String(at), ticketId: ${ticketId}, userId: ${MARIA}, message: { message, attachments: [] },
      filenames: at === 1 ? ['foto.png'] : [], saidAtMs: at,
      ...(at === 0 ? { state: 'refused', why: 'muito longa' } : { state: 'waiting' }),
    }))
})()`

/** What the help center has about what is being written. */
async function beginTicket(page: Page): Promise<void> {
  await page.goto('/chamados/novo')
  await page.locator('input[name=title]').fill('Como eu pago a corrida no dinheiro')
  await page.locator('aside li').first().waitFor()
}

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
      name: 'new-ticket-cpf',
      as: '1001',
      async show(page) {
        await page.goto('/chamados/novo')
        await page.locator('main select').first().selectOption('access')
        await page.locator('input[maxlength="14"]').fill('529.982.247-25')
      },
    },
    {
      name: 'new-ticket-away',
      as: '1001',
      without: '**/api/v1/meta',
      async show(page) {
        await page.goto('/chamados/novo')
        await page.locator('main [role=alert] button').waitFor()
      },
    },
    {
      name: 'portal-nothing-found',
      as: '1001',
      async show(page) {
        await page.goto('/chamados?q=zzzz')
        await page.locator('section p').first().waitFor()
      },
    },
    {
      name: 'portal-nothing-new',
      as: '1002',
      async show(page) {
        await page.goto('/chamados?show=waiting')
        await page.locator('section p').first().waitFor()
      },
    },
    {
      name: 'portal-offline',
      as: '1002',
      async show(page) {
        await openLive(page, '/chamados')
        await page.evaluate("dispatchEvent(new Event('offline'))")
        await page.locator('header [role=status] span').last().waitFor()
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
      name: 'ticket-reopening',
      as: '1001',
      async show(page, { closed }) {
        await page.goto(`/chamados/${closed.id}`)
        await composer(page)
        await page.locator('form').last().locator('xpath=preceding-sibling::div//button').last().click()
        await page.getByRole('dialog').waitFor()
      },
    },
    { name: 'new-ticket-suggested', as: '1001', show: beginTicket },
    {
      name: 'new-ticket-article',
      as: '1001',
      async show(page) {
        await beginTicket(page)
        await page.locator('aside li button').first().click()
        await page.getByRole('dialog').locator('p').first().waitFor()
      },
    },
    {
      name: 'ticket-old',
      as: '1001',
      async show(page, { old }) {
        await page.goto(`/chamados/${old.id}`)
        await composer(page)
      },
    },
    {
      name: 'ticket-rating',
      as: '1001',
      async show(page, { old }) {
        await page.goto(`/chamados/${old.id}`)
        await composer(page)
        await page.locator('main ol ~ div button').first().click()
        await page.getByRole('dialog').getByRole('radio').nth(3).check({ force: true })
      },
    },
    {
      name: 'ticket-unsent',
      as: '1001',
      async show(page, { pending }) {
        await page.route('**/messages', (route) =>
          route.request().method() === 'POST' ? route.abort() : route.continue(),
        )
        await page.addInitScript(keep(pending.id))
        await page.goto(`/chamados/${pending.id}`)
        await page.locator('ol p[role=status]').nth(2).waitFor()
      },
    },
    {
      name: 'ticket-away',
      as: '1001',
      without: '**/api/v1/tickets/*',
      async show(page, { long }) {
        await page.goto(`/chamados/${long.id}`)
        await page.locator('main [role=alert] button').waitFor()
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
