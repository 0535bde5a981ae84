import type { Page } from 'playwright-core'
import { heading, type Room } from './screen.ts'

async function openMacros(page: Page): Promise<void> {
  await page.goto('/respostas')
  await heading(page)
  await page.locator('main fieldset button').last().click()
}

export const replies: Room = {
  empty: [
    {
      name: 'replies-none',
      as: '2001',
      async show(page) {
        await page.goto('/respostas')
        await heading(page)
        await page.locator('main p').last().waitFor()
      },
    },
    {
      name: 'macro-new',
      as: '2001',
      async show(page) {
        await openMacros(page)
        await page.locator('main button').first().click()
        await page.getByRole('dialog').locator('fieldset select').first().waitFor()
      },
    },
  ],
  full: [
    {
      name: 'replies-full',
      as: '2001',
      async show(page) {
        await page.goto('/respostas')
        await page.locator('main tbody tr').first().waitFor()
      },
    },
    {
      name: 'macro-full',
      as: '2001',
      async show(page) {
        await openMacros(page)
        await page.locator('main tbody button').first().click()
        await page.getByRole('dialog').locator('fieldset select').first().waitFor()
      },
    },
  ],
}
