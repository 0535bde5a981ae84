import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Widest first: what is cut in a narrow window is seen last. */
const WIDTHS = [1280, 390]

/** Nothing of the page is wider than its window, and no text of a control is cut. */
export async function expectFits(page: Page, about = page.url()): Promise<void> {
  const before = page.viewportSize()
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 })
    expect(await page.evaluate<string[]>(TOO_WIDE), `${about} at ${width} px`).toEqual([])
  }
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
  for (const control of document.querySelectorAll('button, a, label, legend, th, h1, h2, h3')) {
    const { overflowX, textOverflow } = getComputedStyle(control)
    if (textOverflow === 'ellipsis' || overflowX === 'auto' || overflowX === 'scroll') continue
    if (control.clientWidth > 1 && control.scrollWidth > control.clientWidth + 1)
      found.push(control.tagName + ' ' + control.textContent.slice(0, 60) + ': ' + control.scrollWidth + ' > ' + control.clientWidth)
  }
  return found
})()`
