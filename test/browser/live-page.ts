import type { Page } from 'playwright-core'

/** Opens a page; by then the line is up, all its rooms have answered, and whatever follows from that was asked for. */
export async function openLive(page: Page, path: string): Promise<void> {
  const line = page.waitForEvent('websocket')
  await page.goto(path)
  await (await line).waitForEvent('framereceived', {
    predicate: ({ payload }) => /^43\d.*"seq"/.test(`${payload}`),
  })
  await page.evaluate('fetch("/healthz")')
}
