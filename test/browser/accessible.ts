import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Of all rules these alone look at colours: dark is asked for no others. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** Of menus: whoever gets onto them is sent on at once, which no reading of the page can see. */
const SENDS_ON = '[data-base-ui-focus-guard]'

/** axe finds nothing on what the page shows now, in light and in dark. */
export async function expectAccessible(page: Page, about = page.url()): Promise<void> {
  // By way of the debugger, which the content policy does not hold up.
  await page.evaluate(axe.source)
  await page.emulateMedia({ colorScheme: 'light' })
  expect(await violations(page, '{}'), `${about}, light`).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await violations(page, JSON.stringify({ runOnly: OF_COLOURS })), `${about}, dark`).toEqual([])
  await page.emulateMedia({ colorScheme: null })
}

async function violations(page: Page, options: string): Promise<string[]> {
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run({ exclude: [${JSON.stringify(SENDS_ON)}] }, { resultTypes: ['violations'], ...${options} })`,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
}
