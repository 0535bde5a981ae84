import type { BrowserContextOptions, Page } from 'playwright-core'
import type { Client } from '#test/client.ts'
import { type FullHouse, fullHouse } from './full-house.ts'
import type { Screen } from './screens/screen.ts'
import { stateOf, worldOfScreens } from './world-of-screens.ts'

export type Seeing = {
  /** In front of it, whoever it is for. */
  openFor(screen: Pick<Screen, 'as'>, options?: BrowserContextOptions): Promise<Page>
  show<Given>(page: Page, screen: Screen<Given>, given: Given, locale: string): Promise<void>
  /** What is shown, in another language. */
  turnTo<Given>(page: Page, screen: Screen<Given>, given: Given, locale: string): Promise<void>
  /** From now on there is much to be seen. */
  fill(): Promise<FullHouse>
}

/** A world to be looked at, by people who sign in once. */
export async function seeing(): Promise<Seeing> {
  const world = await worldOfScreens()
  // What the CRM brought along is for those who work with it.
  await world.sql`update deals set crm_left_at = now()`
  const clients = new Map<string, Client>()
  const clientOf = async (matricula: string) => {
    const client = clients.get(matricula) ?? (await world.signIn(matricula))
    clients.set(matricula, client)
    return client
  }
  async function show<Given>(page: Page, screen: Screen<Given>, given: Given, locale: string) {
    // From the next page on.
    await page.addInitScript(`localStorage.setItem('ponte-locale', '${locale}')`)
    if (screen.without) await page.route(screen.without, (route) => route.abort())
    await screen.show(page, given)
    if (screen.without) await page.unroute(screen.without)
    await page.evaluate('document.fonts.ready')
  }
  return {
    show,
    async turnTo(page, screen, given, locale) {
      // As if it was chosen in another tab; what the gateway has drawn knows nothing of that.
      const turn = `localStorage.setItem('ponte-locale', '${locale}');
        dispatchEvent(new StorageEvent('storage', { key: 'ponte-locale' }));
        document.querySelector('#root') !== null`
      if (!(await page.evaluate(turn))) return show(page, screen, given, locale)
      await page.locator(`html[lang=${locale}]`).waitFor()
      await page.evaluate('document.fonts.ready')
    },
    openFor: async ({ as }, options = {}) =>
      world.stranger({ ...(as && { storageState: stateOf(await clientOf(as), options) }), ...options }),
    fill: () => fullHouse(world),
  }
}
