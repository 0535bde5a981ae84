import type { Page } from 'playwright-core'
import { heading, type Room } from './screen.ts'

const cards = async (page: Page, address = '/quadro') => {
  await page.goto(address)
  await page.locator('[data-card]').first().waitFor()
}

export const board: Room = {
  empty: [
    {
      name: 'board-empty',
      as: '2001',
      async show(page) {
        await page.goto('/quadro')
        await page.locator('main h2').first().waitFor()
      },
    },
    {
      name: 'board-away',
      as: '2001',
      without: '**/api/v1/board*',
      async show(page) {
        await page.goto('/quadro')
        await heading(page)
        await page.locator('main [role=alert]').waitFor()
      },
    },
  ],
  full: [
    { name: 'board', as: '2001', show: (page) => cards(page) },
    { name: 'board-lanes', as: '2001', show: (page) => cards(page, '/quadro?lanes=assignee') },
    {
      name: 'board-nothing-found',
      as: '2001',
      async show(page) {
        await page.goto('/quadro?priority=low&assigned_to=0&q=girafa')
        await page.locator('main p').first().waitFor()
      },
    },
    {
      name: 'board-card-menu',
      as: '2001',
      async show(page) {
        await cards(page)
        await page.locator('[data-card]').first().click({ button: 'right' })
        await page.locator('[role=menu]').waitFor()
      },
    },
  ],
}
