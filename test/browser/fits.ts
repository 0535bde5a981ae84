import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { PATIENCE_MS } from '#test/browser.ts'

/** What people make of a window of 1280 px: as it is, twice as large, only its text twice as large; and a phone. */
const VIEWS = [
  { name: '1280 px', width: 1280, height: 844, textPx: 16 },
  { name: '1280 px with large text', width: 1280, height: 844, textPx: 32 },
  { name: '1280 px at 200 %', width: 640, height: 422, textPx: 16 },
  { name: '390 px', width: 390, height: 844, textPx: 16 },
]

/** Nothing of the page is wider than its window, and no text is cut. */
export async function expectFits(page: Page, about = page.url()): Promise<void> {
  const before = page.viewportSize()
  const settings = await page.context().newCDPSession(page)
  for (const { name, width, height, textPx } of VIEWS) {
    await settings.send('Page.setFontSizes', { fontSizes: { standard: textPx } })
    await page.setViewportSize({ width, height })
    const look = async () => [
      ...(await page.evaluate<string[]>(TOO_WIDE)),
      ...(await page.evaluate<string[]>(CUT)),
    ]
    // What is drawn to measure, like a chart, follows its window a moment later.
    await expect.poll(look, { timeout: PATIENCE_MS, message: `${about} at ${name}` }).toEqual([])
  }
  await settings.detach()
  if (before) await page.setViewportSize(before)
}

/** A text that ends in an ellipsis was meant to be cut, and so was what scrolls by itself. */
const TOO_WIDE = `(() => {
  const found = []
  const page = document.documentElement
  if (page.scrollWidth > innerWidth) {
    const outside = [...document.querySelectorAll('body *')].filter((part) => {
      const { left, width } = part.getBoundingClientRect()
      return width > 0 && left + Math.max(width, part.scrollWidth) > innerWidth + 1
    })
    const innermost = outside.filter((part) => !outside.some((other) => other !== part && part.contains(other)))
    found.push('the page: ' + page.scrollWidth + ' > ' + innerWidth)
    found.push(...innermost.map((part) => part.outerHTML.slice(0, 160)))
  }
  for (const part of document.querySelectorAll('main'))
    if (part.scrollWidth > part.clientWidth + 1) found.push(part.tagName + ': ' + part.scrollWidth + ' > ' + part.clientWidth)
  // What scrolls up and down does not scroll sideways as well; a table does, in a frame of its own, and so does a line of controls.
  for (const part of document.querySelectorAll('[role=dialog], [role=dialog] *')) {
    const { display, overflowX } = getComputedStyle(part)
    if (overflowX !== 'auto' || display === 'flex' || part.matches('pre, textarea, :has(> table)')) continue
    if (part.scrollWidth > part.clientWidth + 1)
      found.push('sideways ' + part.scrollWidth + ' > ' + part.clientWidth + ': ' + part.outerHTML.slice(0, 160))
  }
  for (const control of document.querySelectorAll('button, a, label, legend, th, h1, h2, h3')) {
    const { overflowX, textOverflow } = getComputedStyle(control)
    if (textOverflow === 'ellipsis' || overflowX === 'auto' || overflowX === 'scroll') continue
    if (control.clientWidth > 1 && control.scrollWidth > control.clientWidth + 1)
      found.push(control.tagName + ' ' + control.textContent.slice(0, 60) + ': ' + control.scrollWidth + ' > ' + control.clientWidth)
  }
  return found
})()`

/** Text that is seen in part alone, by the height or width of what it stands in. */
const CUT = `(() => {
  const found = new Set()
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  while (texts.nextNode()) {
    const text = texts.currentNode
    const own = text.parentElement
    if (!text.data.trim() || own.closest('option, svg') || !own.checkVisibility()) continue
    range.selectNodeContents(text)
    const { top, right, bottom, left } = range.getBoundingClientRect()
    for (let part = own; part !== document.body; part = part.parentElement) {
      const { clipPath, overflowX, overflowY, position, textOverflow, webkitLineClamp } = getComputedStyle(part)
      if (part.clientWidth <= 1 || clipPath !== 'none' || webkitLineClamp !== 'none' || textOverflow === 'ellipsis') break
      if (/auto|scroll/.test(overflowX + overflowY)) break
      const box = part.getBoundingClientRect()
      const isCutX = overflowX !== 'visible' && (right > box.right + 2 || left < box.left - 2)
      const isCutY = overflowY !== 'visible' && (bottom > box.bottom + 3 || top < box.top - 3)
      if (isCutX || isCutY) {
        found.add('cut: ' + text.data.trim().slice(0, 60) + ' in ' + part.cloneNode().outerHTML.slice(0, 120))
        break
      }
      if (position === 'fixed') break
    }
  }
  return [...found].slice(0, 10)
})()`
