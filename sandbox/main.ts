import * as fs from 'node:fs'
import * as path from 'node:path'
import { startSandbox } from './sandbox.ts'

if (fs.existsSync('.env')) process.loadEnvFile()

const port = Number(process.env.SANDBOX_PORT || 3100)
/** Where the portal tells what changes, from the start: a gateway that starts us says so. */
const { SANDBOX_WEBHOOK_URL: webhookUrl = '', SANDBOX_WEBHOOK_TOKEN: webhookToken = '' } = process.env
const dataDir = path.resolve(process.env.DATA_DIR || '.data')

/** Set when a gateway started us: then we live as long as it does. */
const tellParent = process.send?.bind(process)

try {
  const sandbox = await startSandbox({
    port,
    dataDir,
    ...(webhookUrl && { webhook: { url: webhookUrl, token: webhookToken } }),
  })
  process.on('disconnect', () => void sandbox.stop().finally(() => process.exit(0)))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // A gateway in the same terminal gets Ctrl-C too and stops us in its own time.
    process.on(
      signal,
      () => void (signal === 'SIGINT' && tellParent ? null : sandbox.stop().then(() => process.exit(0))),
    )
  }
  // A parent that is gone already hears nothing, and there is nobody left to live for.
  if (tellParent) tellParent('ready', undefined, undefined, (error) => error && process.exit(1))
  else process.stdout.write(`ready ${sandbox.url}\n`)
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException
  const sentence =
    code === 'EADDRINUSE'
      ? `A port of the sandbox is taken by another program (${port} to ${port + 3}). Choose others: SANDBOX_PORT=${port + 100}`
      : `The sandbox did not start: ${message}`
  if (tellParent) tellParent({ failure: sentence })
  else process.stderr.write(`${sentence}\n`)
  process.exitCode = 1
  process.disconnect?.()
}
