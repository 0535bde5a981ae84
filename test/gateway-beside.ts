import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import { createGateway } from '#src/app.ts'
import { createLog } from '#src/log.ts'
import { Client } from './client.ts'
import { freePorts } from './process.ts'
import { testConfig } from './settings.ts'
import type { World } from './world.ts'

export type GatewayBeside = AsyncDisposable & {
  url: string
  metrics(): Promise<string>
  as(client: Client): Client
}

/** Another gateway over the same database, as behind a balancer. */
export async function gatewayBeside(
  world: World,
  settings: Record<string, string> = {},
): Promise<GatewayBeside> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ponte-beside-'))
  const port = await freePorts(1)
  const config = testConfig({ PORT: String(port), ROLE: 'api', DATA_DIR: folder, ...settings })
  const { sandbox, databaseUrl, clock } = world
  const gateway = await createGateway(
    config,
    { databaseUrl, smtpUrl: sandbox.smtpUrl, sandboxUrl: sandbox.url, s3Url: sandbox.s3Url },
    { log: createLog({ level: 'silent' }), clock: clock.now },
  )
  await gateway.listen(port, '127.0.0.1')
  const url = `http://localhost:${port}`
  return {
    url,
    metrics: async () => (await new Client(url).get('/metrics')).text,
    as(client) {
      const same = new Client(url)
      for (const [name, value] of client.cookies) same.cookies.set(name, value)
      return same
    },
    async [Symbol.asyncDispose]() {
      await gateway.close()
      fs.rmSync(folder, { recursive: true })
    },
  }
}
