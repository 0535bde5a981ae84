import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import chromiumBinary from '@sparticuz/chromium'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'

/** The package's own list of flags switches web security off, so these are ours: quiet, and no network of its own. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A real browser: out of the package registry on Linux, the installed Chrome elsewhere. */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform !== 'linux') return chromium.launch({ channel: 'chrome' })
  return chromium.launch({ executablePath: await unpackedChromium(), args: FLAGS })
}

/**
 * The package unpacks into the shared temporary folder, where another user's copy may lie already and a
 * second run would meet a half-written one. So it unpacks elsewhere, and the whole is moved into place.
 */
async function unpackedChromium(): Promise<string> {
  const manifest = path.resolve(import.meta.dirname, '../node_modules/@sparticuz/chromium/package.json')
  const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { version: string }
  const home = path.join(os.tmpdir(), `ponte-chromium-${version}-${os.userInfo().uid}`)
  const executable = path.join(home, 'chromium')
  if (fs.existsSync(executable)) return executable
  const partial = fs.mkdtempSync(`${home}-`)
  const before = process.env.TMPDIR
  process.env.TMPDIR = partial
  await chromiumBinary.executablePath()
  if (before === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = before
  if (fs.existsSync(executable)) fs.rmSync(partial, { recursive: true })
  else fs.renameSync(partial, home)
  return executable
}

/** A busy machine is slow, and nothing is wrong with that. */
export const PATIENCE_MS = 60_000

/** Somebody's browser: their language, their window, nothing shared with anybody else's. */
export async function openContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    viewport: { width: 1280, height: 800 },
    // Half of a movement is no colour that anybody reads.
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  return context
}
