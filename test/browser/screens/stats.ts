import { heading, type Room } from './screen.ts'

export const stats: Room = {
  empty: [
    {
      name: 'stats-empty',
      as: '2001',
      async show(page) {
        await page.goto('/estatisticas?from="2020-01-01"&to="2020-01-31"')
        await heading(page)
        await page.locator('main p').first().waitFor()
      },
    },
    {
      name: 'stats-error',
      as: '2001',
      without: '**/api/v1/stats*',
      async show(page) {
        await page.goto('/estatisticas')
        await page.getByRole('alert').first().waitFor()
      },
    },
  ],
  full: [
    {
      name: 'stats-full',
      as: '2001',
      async show(page) {
        await page.goto('/estatisticas')
        // The last of them: stars that people gave.
        await page.locator('figure .recharts-surface').nth(4).waitFor()
      },
    },
    {
      name: 'stats-tables',
      as: '2001',
      async show(page) {
        await page.goto('/estatisticas')
        await page.locator('figure .recharts-surface').nth(4).waitFor()
        const toTable = page.locator('main section:has(figure) fieldset:last-of-type button:last-child')
        while ((await toTable.count()) > 0) await toTable.last().click()
        await page.locator('main table').nth(5).waitFor()
      },
    },
  ],
}
