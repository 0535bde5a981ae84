import { spawn } from 'node:child_process'
import * as path from 'node:path'
import { createServer } from 'vite'

/** `npm run dev`: the gateway starts anew when its code changes, the page when its own does. */

const server = await createServer({ configFile: path.join(import.meta.dirname, 'vite.config.ts') })
await server.listen()
const page = `http://localhost:${server.config.server.port}`

const gateway = spawn(
  process.execPath,
  ['--watch-path=src', '--watch-path=sandbox', '--watch-preserve-output', 'src/main.ts'],
  {
    cwd: path.join(import.meta.dirname, '..'),
    stdio: 'inherit',
    // Letters lead to the page that reloads itself.
    env: { PUBLIC_URL: page, ...process.env },
  },
)
process.stdout.write(`the page: ${page}\n`)

const stop = () => {
  gateway.kill('SIGTERM')
  void server.close()
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
gateway.once('exit', () => process.exit())
