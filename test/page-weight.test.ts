import * as path from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { beforeAll, expect, test, vi } from 'vitest'

/** What somebody on a phone, who comes once a month, waits for before anything can be seen. */
const MOST_KB = 180
const WEB = path.resolve(import.meta.dirname, '../web')

let chunks: Map<string, Rolldown.OutputChunk>

beforeAll(async () => {
  // Tests run in a mode of their own, for which React is built with all of its warnings.
  vi.stubEnv('NODE_ENV', 'production')
  const configFile = path.join(WEB, 'vite.config.ts')
  const built = await build({ configFile, build: { write: false }, logLevel: 'error' })
  vi.unstubAllEnvs()
  // One output, and nothing is watched: the other shapes are for those who ask otherwise.
  const { output } = built as Rolldown.RolldownOutput
  chunks = new Map(
    output.filter((part) => part.type === 'chunk').map((chunk) => [chunk.fileName, chunk] as const),
  )
})

test.each(['my-tickets', 'new-ticket', 'ticket-page'])(
  `employees get to %s with at most ${MOST_KB} kB of JavaScript`,
  (page) => {
    const needed = new Set<string>()
    const take = ({ fileName, imports }: Rolldown.OutputChunk) => {
      if (needed.has(fileName)) return
      needed.add(fileName)
      for (const name of imports) {
        const chunk = chunks.get(name)
        if (chunk) take(chunk)
      }
    }
    const all = [...chunks.values()]
    const entry = all.find(({ isEntry }) => isEntry)
    const ofPage = all.find(
      ({ facadeModuleId }) => facadeModuleId === path.join(WEB, `src/portal/${page}.tsx`),
    )
    if (!entry || !ofPage) throw new Error(`there is no chunk of ${page}`)
    take(entry)
    take(ofPage)
    const sizes = [...needed].map((name) => {
      const bytes = gzipSync(chunks.get(name)?.code ?? '', { level: 9 }).length
      return [name, Math.round(bytes / 100) / 10] as const
    })
    const total = sizes.reduce((sum, [, kb]) => sum + kb, 0)
    expect(total, sizes.map(([name, kb]) => `${name} ${kb} kB`).join(', ')).toBeLessThanOrEqual(MOST_KB)
  },
)
