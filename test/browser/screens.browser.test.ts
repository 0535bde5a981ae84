import { beforeAll, describe, test } from 'vitest'
import { expectAccessible } from './accessible.ts'
import { expectFits } from './fits.ts'
import type { FullHouse } from './full-house.ts'
import { emptyScreens, fullScreens } from './screens/rooms.ts'
import type { Screen } from './screens/screen.ts'
import { seeing } from './seeing.ts'

/** The first language and the one with the longest words; `SCREENS=full` looks at all four. */
const LOCALES = process.env.SCREENS === 'full' ? ['pt-BR', 'es', 'en', 'ru'] : ['pt-BR', 'ru']

const see = await seeing()

async function look<Given>(screen: Screen<Given>, given: Given): Promise<void> {
  const page = await see.openFor(screen)
  // What gets no answer is asked for some seconds, so it is looked at once.
  const [first = '', ...others] = screen.without ? LOCALES.slice(-1) : LOCALES
  await see.show(page, screen, given, first)
  await expectFits(page, `${screen.name} in ${first}`)
  await expectAccessible(page, screen.name)
  for (const locale of others) {
    await see.turnTo(page, screen, given, locale)
    await expectFits(page, `${screen.name} in ${locale}`)
  }
}

describe('nothing is too wide, and axe finds nothing in light and dark', () => {
  test.each(emptyScreens)('$name', (screen) => look(screen, null))
})

describe('nor where there is much to be seen', () => {
  let house: FullHouse
  beforeAll(async () => {
    house = await see.fill()
  })
  test.each(fullScreens)('$name', (screen) => look(screen, house))
})
