import { type Config, readConfig } from '#src/config.ts'
import { connectDatabase, type Db } from '#src/db/connect.ts'
import { migrate } from '#src/db/migrate.ts'
import { openDatabase as openServer } from '#src/embedded/postgres.ts'
import { withGeneratedSecrets } from '#src/embedded/secrets.ts'
import { createLog, type Log } from '#src/log.ts'
import type { Environment } from '#src/settings.ts'

type Opened = { config: Config; db: Db; log: Log }

/** The database of the gateway, brought up to date, for as long as `use` takes; the embedded one runs on if others need it. */
export async function openDatabase<T>(
  given: Environment,
  use: (opened: Opened) => Promise<T>,
  { poolSize = 1 } = {},
): Promise<T> {
  const { environment, postgresPassword } = withGeneratedSecrets(given)
  const config = readConfig(environment)
  const log = createLog({ level: 'warn' })
  const server = await openServer(config, postgresPassword, log)
  try {
    await migrate(server.url)
    const { db, close } = connectDatabase(server.url, poolSize)
    try {
      return await use({ config, db, log })
    } finally {
      await close()
    }
  } finally {
    await server.stop()
  }
}
