import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll } from 'vitest'
import type { Client } from '#test/client.ts'
import { createMirroredWorld, type MirroredWorld } from '#test/sync/mirrored-world.ts'
import { browsing } from './browsing.ts'
import { type Line, openLine } from './line.ts'

/** Gateway, sandbox and browsers of the tests of one file; what happens in the CRM is told to us. */
export type WorldOfScreens = MirroredWorld & {
  /** One of the demo people in a browser of their own, signed in. Other languages by `locale`, dark by `colorScheme`. */
  as(matricula: string, options?: BrowserContextOptions): Promise<Page>
  /** Somebody who has not signed in here. */
  stranger(options?: BrowserContextOptions): Promise<Page>
  /** Somebody in front of the CRM, which the sandbox plays. */
  inCrm(options?: BrowserContextOptions): Promise<Page>
  /** A line that is cut is somebody's browser's alone: `as('2001', { proxy: line.proxy })`. */
  openLine(): Promise<Line>
}

export async function worldOfScreens(settings: Record<string, string> = {}): Promise<WorldOfScreens> {
  const openPage = browsing()
  const world = await createMirroredWorld(settings)
  const lines: Line[] = []
  afterAll(async () => {
    await Promise.all(lines.map((line) => line.close()))
    await world[Symbol.asyncDispose]()
  })
  await world.tellsAllBut(0)
  return Object.assign(world, {
    async as(matricula: string, options: BrowserContextOptions = {}) {
      const client = await world.signIn(matricula)
      return openPage({ baseURL: world.url, storageState: stateOf(client, options), ...options })
    },
    stranger: (options: BrowserContextOptions = {}) => openPage({ baseURL: world.url, ...options }),
    inCrm: (options: BrowserContextOptions = {}) => openPage({ baseURL: world.sandbox.url, ...options }),
    async openLine() {
      const line = await openLine()
      lines.push(line)
      return line
    },
  })
}

/** What a browser keeps of somebody who has signed in there, and has chosen a language. */
export function stateOf({ base, cookies }: Client, { locale = 'pt-BR' }: BrowserContextOptions) {
  const kept = { domain: 'localhost', path: '/', expires: -1, httpOnly: true, secure: false }
  return {
    cookies: [...cookies].map(([name, value]) => ({ name, value, ...kept, sameSite: 'Lax' as const })),
    origins: [
      {
        origin: base,
        localStorage: [
          { name: 'ponte-signed-in', value: '1' },
          { name: 'ponte-locale', value: locale },
        ],
      },
    ],
  }
}
