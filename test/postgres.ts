import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { createCpfVault } from '#src/auth/cpf.ts'
import { createTokens } from '#src/auth/tokens.ts'
import { connectDatabase } from '#src/db/connect.ts'
import { migrate } from '#src/db/migrate.ts'
import { createDemoHelp } from '#src/embedded/demo-help/create-demo-help.ts'
import { createDemoPeople } from '#src/embedded/demo-people.ts'
import { startEmbeddedPostgres } from '#src/embedded/postgres.ts'
import { createLog } from '#src/log.ts'
import { memoryFolder } from './memory-folder.ts'
import { testConfig } from './settings.ts'

/** One Postgres for the whole run; every world clones a template that has the schema, the demo people and something to read in the help center. */

declare module 'vitest' {
  export interface ProvidedContext {
    /** Ends in the name of the template. */
    templateUrl: string
  }
}

const PASSWORD = 'ponte-tests'
const ROOT = path.resolve(import.meta.dirname, '..')

export default async function setup(project: TestProject) {
  const name = createHash('sha256').update(`${ROOT} ${os.userInfo().uid}`).digest('hex').slice(0, 8)
  const dataDir = path.join(memoryFolder(), `ponte-tests-${name}`)
  const server = await startEmbeddedPostgres({
    dataDir,
    password: PASSWORD,
    log: createLog({ level: 'warn' }),
  })
  const templateUrl = withDatabase(server.url, 'ponte_template')
  await using admin = {
    sql: postgres(server.url, { max: 1, onnotice: () => undefined }),
    [Symbol.asyncDispose]: () => admin.sql.end(),
  }
  await hurry(admin.sql)
  await dropLeftovers(admin.sql)
  await admin.sql`create database ponte_template`
  await fillTemplate(templateUrl)
  project.provide('templateUrl', templateUrl)
  return async () => {
    await server.stop()
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}

/**
 * Nothing in here has to outlive the machine, so nothing waits for the disk; who is killed, Postgres or we, loses nothing by that.
 * And nobody guesses its password, which each new connection would have to prove by four thousand hashes.
 */
async function hurry(sql: postgres.Sql): Promise<void> {
  await sql.unsafe('alter system set fsync = off')
  await sql.unsafe('alter system set full_page_writes = off')
  await sql`select pg_reload_conf()`
  await sql.unsafe('set scram_iterations = 1')
  await sql.unsafe(`alter role ponte password '${PASSWORD}'`)
}

/** What a killed run left behind. */
async function dropLeftovers(sql: postgres.Sql): Promise<void> {
  const left =
    await sql`select datname from pg_database where datname = 'ponte_template' or datname like 'world_%'`
  for (const { datname } of left) await sql`drop database if exists ${sql(datname)} with (force)`
}

async function fillTemplate(url: string): Promise<void> {
  await migrate(url)
  const { auth } = testConfig({})
  const database = connectDatabase(url, 1)
  await createDemoPeople({
    db: database.db,
    clock: () => new Date(),
    tokens: createTokens(auth),
    cpfVault: createCpfVault(auth.cpfKeys),
  })
  await createDemoHelp(database)
  await database.close()
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
