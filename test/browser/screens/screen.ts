import type { Page } from 'playwright-core'
import type { FullHouse } from '#test/browser/full-house.ts'

/** Something to be seen, in one of its states: pictures are taken of it, and tests look whether all can read it. */
export type Screen<Given = null> = {
  name: string
  /** A matricula; null: nobody has signed in. */
  as: string | null
  /** Requests that get no answer while it is shown. */
  without?: string
  /** In any language, so no word of it is named; resolves once all is there. */
  show(page: Page, given: Given): Promise<void>
}

/** What there is to be seen when nothing was filed yet, and when much was. */
export type Room = { empty: Screen[]; full: Screen<FullHouse>[] }

export const heading = (page: Page) => page.getByRole('heading', { level: 1 }).first().waitFor()
export const submit = (page: Page) => page.locator('main form button[type=submit]').first().click()
