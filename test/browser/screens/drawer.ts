import type { Page } from 'playwright-core'
import type { FullHouse } from '#test/browser/full-house.ts'
import type { Room } from './screen.ts'

const AGENT = '2001'

/** Who follows it and what it is to others; `doing`: which of the things that can be made of it is begun. */
async function openDesk(page: Page, id: number, doing: number | null): Promise<void> {
  await page.goto(`/lista/${id}`)
  await page.getByRole('dialog').locator('[aria-expanded]:not([aria-haspopup])').nth(1).click()
  const desk = page.getByRole('dialog').locator('div:has(> h3)').last()
  await desk.locator('li').first().waitFor()
  if (doing === null) return
  await desk.locator(':scope > div').last().locator('button').nth(doing).click()
  await page.getByRole('dialog').nth(1).locator('input, select').first().waitFor()
}

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
    { name: 'drawer-desk', as: AGENT, show: (page, { long }) => openDesk(page, long.id, null) },
    ...['link', 'merge', 'split'].map((what, at) => ({
      name: `drawer-${what}`,
      as: AGENT,
      show: (page: Page, { long }: FullHouse) => openDesk(page, long.id, at),
    })),
  ],
}
