import { createGateway } from '#src/app.ts'
import { readConfig } from '#src/config.ts'
import { migrate } from '#src/db/migrate.ts'
import { createDemoPeople } from '#src/embedded/demo-people.ts'
import { createLog } from '#src/log.ts'

/** The gateway as it is, but for the size of a file: told by the scenario where everything lies, it says when it listens. */

const { DATABASE_URL: databaseUrl = '', SANDBOX_URL: sandboxUrl = '', S3_URL: s3Url = '' } = process.env
const config = readConfig({
  PORT: process.env.PORT,
  DATA_DIR: process.env.DATA_DIR,
  ROLE: 'api',
  UPLOAD_QUOTA_MB: '1000000',
  JWT_SECRET: 'jwt-secret-of-the-bench-0123456789abcdef',
  CPF_KEY: 'cpf-key-of-the-bench-0123456789abcdefgh',
})

await migrate(databaseUrl)
const places = { databaseUrl, sandboxUrl, s3Url, smtpUrl: 'smtp://127.0.0.1:1' }
const gateway = await createGateway(config, places, { log: createLog({ level: 'error' }) })
gateway.ports.uploads.mostBytes = 2 ** 31 - 1
await createDemoPeople(gateway.ports)
await gateway.listen(config.server.port, '127.0.0.1')
process.send?.('ready')
process.once('disconnect', () => void gateway.close().then(() => process.exit(0)))
