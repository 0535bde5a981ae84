import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { StartupError } from '#src/errors.ts'
import { isDatabaseAway } from './connect.ts'

/** Any number that nobody else uses; "ponte" on a phone's keys. */
const LOCK = 76_683
const OLDEST_SERVER = 15
const FOLDER = fileURLToPath(import.meta.resolve('../../drizzle'))

/** Brings the schema up to date. Several gateways may start at once: they wait for one another. */
export async function migrate(url: string): Promise<void> {
  const connection = { application_name: 'ponte migrate' }
  const client = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined, connection })
  try {
    await refuseOldServer(client, url)
    await client`select pg_advisory_lock(${LOCK})`
    await runMigrations(drizzle(client), { migrationsFolder: FOLDER })
  } finally {
    await client.end({ timeout: 5 })
  }
}

async function refuseOldServer(client: postgres.Sql, url: string): Promise<void> {
  const { host } = new URL(url)
  let version: number
  try {
    const [row] = await client<
      { version: number }[]
    >`select current_setting('server_version_num')::int as version`
    version = Math.floor((row?.version ?? 0) / 10_000)
  } catch (cause) {
    // 28P01, 28000: not let in; 3D000: no such database.
    const isRefused =
      cause instanceof postgres.PostgresError && ['28P01', '28000', '3D000'].includes(cause.code)
    if (!isRefused && !isDatabaseAway(cause)) throw cause
    const { message } = cause as Error
    throw new StartupError(`The database at ${host} cannot be used: ${message}. Check DATABASE_URL.`, {
      cause,
    })
  }
  if (version < OLDEST_SERVER) {
    throw new StartupError(
      `The database at ${host} is Postgres ${version}; Ponte needs ${OLDEST_SERVER} or newer.`,
    )
  }
}
