import type { Page } from 'playwright-core'

export type Frames = { seconds: number; drawn: number; perSecond: number; longestTaskMs: number }

/** What the browser itself traced while something went on: to be read by people, and held against nothing. */
export async function measuredFrames(page: Page, work: () => Promise<void>): Promise<Frames> {
  const browser = page.context().browser()
  if (!browser) throw new Error('the page has no browser of its own')
  const categories = [
    'devtools.timeline',
    'disabled-by-default-devtools.timeline',
    'disabled-by-default-devtools.timeline.frame',
  ]
  await browser.startTracing(page, { categories })
  const begunAt = performance.now()
  await work()
  const seconds = (performance.now() - begunAt) / 1_000
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[]
  }
  const drawn = traceEvents.filter(({ name }) => name === 'DrawFrame').length
  const tasks = traceEvents.filter(({ name }) => name === 'RunTask')
  return {
    seconds: round(seconds),
    drawn,
    perSecond: round(drawn / seconds),
    longestTaskMs: round(Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1_000))),
  }
}

type TraceEvent = { name: string; dur?: number }

const round = (value: number) => Math.round(value * 10) / 10
