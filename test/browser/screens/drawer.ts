import type { Room } from './screen.ts'

const AGENT = '2001'

/** A ticket over the list, as over the board. */
export const drawer: Room = {
  empty: [
    {
      name: 'drawer-not-there',
      as: AGENT,
      async show(page) {
        await page.goto('/lista/2147483647')
        await page.getByRole('alert').waitFor()
      },
    },
  ],
  full: [
    {
      name: 'drawer-long',
      as: AGENT,
      async show(page, { long }) {
        await page.goto(`/lista/${long.id}`)
        await page.getByRole('dialog').locator('time').first().waitFor()
      },
    },
    {
      name: 'drawer-note',
      as: AGENT,
      async show(page, { long }) {
        await page.goto(`/lista/${long.id}`)
        await page.getByRole('dialog').getByRole('radio').nth(1).check({ force: true })
      },
    },
    {
      name: 'drawer-mails',
      as: AGENT,
      async show(page, { long }) {
        await page.goto(`/lista/${long.id}`)
        await page.getByRole('tab').nth(1).click()
        await page.getByRole('tabpanel').locator('time').first().waitFor()
        await page.getByRole('tabpanel').getByRole('button').last().click()
        await page.locator('input[type=email]').waitFor()
      },
    },
    {
      name: 'drawer-history',
      as: AGENT,
      async show(page, { closed }) {
        await page.goto(`/lista/${closed.id}`)
        await page.getByRole('tab').nth(2).click()
        await page.getByRole('tabpanel').locator('p').first().waitFor()
      },
    },
    {
      name: 'drawer-failed',
      as: AGENT,
      async show(page, { failed }) {
        await page.goto(`/lista/${failed.id}`)
        await page.getByRole('dialog').getByRole('alert').first().waitFor()
        await page.getByRole('dialog').locator('[aria-expanded]:not([aria-haspopup])').first().click()
        await page.getByRole('dialog').locator('h3').waitFor()
      },
    },
  ],
}
