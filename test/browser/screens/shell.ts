import type { Page } from 'playwright-core'
import { heading, type Room } from './screen.ts'

/** By keys alone: the page has to have come, and what listens with it. */
async function press(page: Page, path: string, keys: string): Promise<void> {
  await page.goto(path)
  await heading(page)
  await page.locator('main').press(keys)
  await page.getByRole('dialog').waitFor()
}

export const shell: Room = {
  empty: [
    {
      name: 'forbidden',
      as: '1001',
      async show(page) {
        await page.goto('/quadro')
        await heading(page)
      },
    },
    {
      name: 'palette',
      as: '9001',
      async show(page) {
        await press(page, '/lista', 'Control+k')
        await page.getByRole('option').first().waitFor()
      },
    },
    {
      name: 'palette-nothing-found',
      as: '1002',
      async show(page) {
        await press(page, '/chamados', 'Control+k')
        await page.getByRole('combobox').last().fill('zzzz')
        await page.getByRole('option').first().waitFor({ state: 'detached' })
      },
    },
    {
      name: 'keys',
      as: '2001',
      async show(page) {
        await press(page, '/lista', '?')
        await page.getByRole('checkbox').last().waitFor()
      },
    },
  ],
  full: [
    {
      name: 'bell',
      as: '2001',
      async show(page) {
        await page.goto('/lista')
        await heading(page)
        await page.locator('header [aria-haspopup=dialog]').nth(1).click()
        await page.getByRole('dialog').locator('li').first().waitFor()
      },
    },
    {
      name: 'palette-found',
      as: '2001',
      async show(page) {
        await press(page, '/lista', 'Control+k')
        await page.getByRole('combobox').last().fill('TKT')
        await page.getByRole('option').filter({ hasText: '#' }).first().waitFor()
      },
    },
  ],
}
