import * as fs from 'node:fs'
import * as path from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser, openContext } from './browser.ts'
import { startProcess, temporaryFolder } from './process.ts'

/**
 * `npm run screens`: every screen and state, in light and dark, wide and on a phone, in the first language and
 * in the one with the longest words. To be looked at side by side.
 */

const OUT = path.resolve(import.meta.dirname, '../screens')

const VARIANTS = [
  { name: 'wide-light-pt', locale: 'pt-BR', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'wide-dark-ru', locale: 'ru', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { name: 'phone-light-ru', locale: 'ru', colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { name: 'phone-dark-pt', locale: 'pt-BR', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const

type Shoot = (name: string) => Promise<void>
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).waitFor()
const submit = (page: Page) => page.locator('form button[type=submit]').first().click()

/** In this order: the later ones need somebody signed in. */
const SCREENS: Record<string, (page: Page, shoot: Shoot) => Promise<void>> = {
  async 'sign-in'(page, shoot) {
    await page.goto('/entrar')
    await heading(page)
    await shoot('empty')
    await submit(page)
    await page.locator('[aria-invalid]').first().waitFor()
    await shoot('missing')
    await page.locator('input').nth(0).fill('1001')
    await page.locator('input').nth(1).fill('wrong-password')
    await submit(page)
    await page.getByRole('alert').waitFor()
    await shoot('wrong')
  },
  async 'sign-up'(page, shoot) {
    await page.goto('/criar-conta')
    await heading(page)
    await shoot('empty')
    await submit(page)
    await page.getByRole('alert').waitFor()
    await shoot('missing')
  },
  async 'forgot-password'(page, shoot) {
    await page.goto('/esqueci-a-senha')
    await heading(page)
    await shoot('empty')
    await page.locator('input').fill(`${crypto.randomUUID()}@example.com`)
    await submit(page)
    await page.locator('form').waitFor({ state: 'detached' })
    await shoot('sent')
  },
  async 'reset-password'(page, shoot) {
    await page.goto('/redefinir-senha')
    await heading(page)
    await shoot('without-token')
    await page.goto('/redefinir-senha#not-a-token')
    await page.reload()
    await heading(page)
    await shoot('empty')
    await page.locator('input').nth(0).fill('nova-senha-1')
    await page.locator('input').nth(1).fill('nova-senha-1')
    await submit(page)
    await page.getByRole('alert').waitFor()
    await shoot('link-not-valid')
  },
  async 'confirm-email'(page, shoot) {
    await page.goto('/confirmar-email#not-a-token')
    await page.getByRole('alert').waitFor()
    await shoot('link-not-valid')
  },
  async 'not-found'(page, shoot) {
    await page.goto('/nada-aqui')
    await heading(page)
    await shoot('page')
  },
  async profile(page, shoot) {
    await page.goto('/entrar')
    await page.locator('input').nth(0).fill('1002')
    await page.locator('input').nth(1).fill('ponte-demo')
    await submit(page)
    await page.waitForURL('**/perfil')
    await page.locator('section li').first().waitFor()
    await shoot('filled')
    await page.locator('input[type=tel]').fill('call me')
    await submit(page)
    await page.locator('[aria-invalid]').waitFor()
    await shoot('wrong')
    await page.locator('header [popovertarget]').click()
    await page.locator('[popover]').waitFor()
    await shoot('menu')
  },
}

using folder = temporaryFolder()
await using running = await startProcess({ dataDir: folder.path })
fs.rmSync(OUT, { recursive: true, force: true })
fs.mkdirSync(OUT)
const browser = await launchBrowser()
for (const { name: variant, ...options } of VARIANTS) {
  for (const [screen, visit] of Object.entries(SCREENS)) {
    const context = await openContext(browser, { baseURL: running.url, reducedMotion: 'reduce', ...options })
    await context.addInitScript(`localStorage.setItem('ponte-locale', '${options.locale}')`)
    const page = await context.newPage()
    await visit(page, async (state) => {
      await page.evaluate('document.fonts.ready')
      await page.screenshot({
        path: path.join(OUT, `${screen}-${state}-${variant}.png`),
        fullPage: state !== 'menu',
      })
    })
    await context.close()
  }
  const mailbox = await (await openContext(browser, options)).newPage()
  await mailbox.goto(`${running.sandboxUrl}/mail`)
  await mailbox.screenshot({ path: path.join(OUT, `mailbox-${variant}.png`) })
  await mailbox.goto(`${running.url}/problems/wrong-credentials`)
  await mailbox.screenshot({ path: path.join(OUT, `problem-${variant}.png`) })
}
await browser.close()
process.stdout.write(`${fs.readdirSync(OUT).length} pictures in ${OUT}\n`)
