import type { Page } from 'playwright-core'
import { heading, type Room } from './screen.ts'

const charts = (page: Page) => page.locator('figure .recharts-surface').first().waitFor()

export const dashboard: Room = {
  empty: [
    {
      name: 'dashboard-empty',
      as: '2001',
      async show(page) {
        await page.goto('/painel?from="2020-01-01"&to="2020-01-31"')
        await heading(page)
        await page.locator('main p').first().waitFor()
      },
    },
    {
      name: 'dashboard-error',
      as: '2001',
      without: '**/api/v1/dashboard*',
      async show(page) {
        await page.goto('/painel')
        await page.getByRole('alert').first().waitFor()
      },
    },
  ],
  full: [
    {
      name: 'dashboard-full',
      as: '2001',
      async show(page) {
        await page.goto('/painel')
        await charts(page)
      },
    },
    {
      name: 'dashboard-table',
      as: '2001',
      async show(page) {
        await page.goto('/painel?days=7')
        await charts(page)
        for (let left = 2; left > 0; left--)
          await page.locator('main section:has(figure) fieldset:last-of-type button').last().click()
        await page.locator('main table').nth(1).waitFor()
      },
    },
  ],
}
