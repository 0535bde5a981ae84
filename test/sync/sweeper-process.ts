import { connectDatabase } from '#src/db/connect.ts'
import { createLog } from '#src/log.ts'
import { withCursor } from '#src/sync/cursor.ts'

/** Has begun to sweep and does not come to an end: test/sync/cursor.pg.test.ts. */
const [databaseUrl = ''] = process.argv.slice(2)
const { db } = connectDatabase(databaseUrl, 2)
const log = createLog({ level: 'silent' })
await withCursor({ db, log }, { name: 'sweep', initial: {} }, async () => {
  process.send?.('ready')
  await new Promise(() => setInterval(() => undefined, 60_000))
})
