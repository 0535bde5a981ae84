import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launchBrowser, openContext } from '#test/browser.ts'

/** A page of a browser of its own: nothing is shared with the other pages of the test. */
export type OpenPage = (options?: BrowserContextOptions) => Promise<Page>

const PICTURES = path.resolve(import.meta.dirname, '../../screens')
/** That an answer was 4xx, or did not come, is said by the browser too, and is often what a test is about. */
const OF_THE_LINE =
  /^Failed to load resource|^WebSocket connection to \S+ failed|Unable to preload CSS|Failed to fetch dynamically imported/

/**
 * One Chromium for the tests of a file. What they opened ends with each of them, and a test fails if a browser
 * complained about anything, a refused style or script included.
 */
export function browsing(): OpenPage {
  let browser: Browser
  const open: BrowserContext[] = []
  const complaints: string[] = []
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterEach(async ({ task }) => {
    const contexts = open.splice(0)
    if (task.result?.state === 'fail') await keepPictures(contexts, task.name)
    await Promise.all(contexts.map((context) => context.close()))
    expect(complaints.splice(0)).toEqual([])
  })
  afterAll(() => browser.close())
  return async (options = {}) => {
    const context = await openContext(browser, options)
    open.push(context)
    const complain = (text: string) => OF_THE_LINE.test(text) || complaints.push(text)
    context.on('console', (message) => message.type() === 'error' && complain(message.text()))
    context.on('weberror', (error) => complain(error.error().message))
    return context.newPage()
  }
}

/** What everybody saw when a test failed, to be looked at. */
async function keepPictures(contexts: BrowserContext[], test: string): Promise<void> {
  fs.mkdirSync(PICTURES, { recursive: true })
  const name = test.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)
  for (const [n, page] of contexts.flatMap((context) => context.pages()).entries())
    await page.screenshot({ path: path.join(PICTURES, `failed-${name}-${n}.png`) })
}
