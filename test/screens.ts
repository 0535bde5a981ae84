import * as fs from 'node:fs'
import * as path from 'node:path'
import { beforeAll, describe, test } from 'vitest'
import type { FullHouse } from './browser/full-house.ts'
import { emptyScreens, fullScreens } from './browser/screens/rooms.ts'
import type { Screen } from './browser/screens/screen.ts'
import { seeing } from './browser/seeing.ts'

/**
 * `npm run screens`: every screen and state, in light and dark, wide and on a phone, in the first language and
 * in the one with the longest words. To be looked at side by side. `npm run screens -- -t board` takes some of them.
 */

const OUT = path.resolve(import.meta.dirname, '../screens')
const WIDE = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }
const VARIANTS = [
  { variant: 'wide-light-pt', locale: 'pt-BR', colorScheme: 'light', viewport: WIDE },
  { variant: 'wide-dark-ru', locale: 'ru', colorScheme: 'dark', viewport: WIDE },
  { variant: 'phone-light-ru', locale: 'ru', colorScheme: 'light', viewport: PHONE },
  { variant: 'phone-dark-pt', locale: 'pt-BR', colorScheme: 'dark', viewport: PHONE },
] as const

const see = await seeing()
fs.mkdirSync(OUT, { recursive: true })

async function shoot<Given>(screen: Screen<Given>, given: Given): Promise<void> {
  for (const { variant, ...options } of VARIANTS) {
    const page = await see.openFor(screen, options)
    await see.show(page, screen, given, options.locale)
    await page.screenshot({ path: path.join(OUT, `${screen.name}-${variant}.png`), fullPage: true })
    await page.context().close()
  }
}

describe('nothing filed yet', () => {
  test.each(emptyScreens)('$name', (screen) => shoot(screen, null))
})

describe('much filed', () => {
  let house: FullHouse
  beforeAll(async () => {
    house = await see.fill()
  })
  test.each(fullScreens)('$name', (screen) => shoot(screen, house))
  test('mailbox', () => shoot(MAILBOX, house))
})

/** Of the sandbox, beside whose pages ours are looked at. */
const MAILBOX: Screen<FullHouse> = {
  name: 'mailbox',
  as: null,
  async show(page, { sandboxUrl }) {
    await page.goto(`${sandboxUrl}/mail`)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
  },
}
