import type { Page } from 'playwright-core'
import { heading, type Room } from './screen.ts'

const rows = (page: Page) => page.locator('tbody tr')

export const list: Room = {
  empty: [
    {
      name: 'list-empty',
      as: '2001',
      async show(page) {
        await page.goto('/lista')
        await heading(page)
        await page.locator('main p').first().waitFor()
      },
    },
    {
      name: 'list-error',
      as: '2001',
      without: '**/api/v1/tickets?*',
      async show(page) {
        await page.goto('/lista')
        await page.getByRole('alert').waitFor()
      },
    },
  ],
  full: [
    {
      name: 'list-full',
      as: '2001',
      async show(page) {
        await page.goto('/lista')
        await rows(page).nth(5).waitFor()
      },
    },
    {
      name: 'list-selected',
      as: '2001',
      async show(page) {
        await page.goto('/lista')
        await rows(page).nth(2).waitFor()
        for (const row of [0, 1, 2]) await rows(page).nth(row).getByRole('checkbox').check()
      },
    },
    {
      name: 'list-nothing-found',
      as: '2001',
      async show(page) {
        await page.goto('/lista?q=zzzz')
        await page.locator('main p').first().waitFor()
      },
    },
  ],
}
