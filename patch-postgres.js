import * as fs from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Mends postgres.js 3.4.9 where it is installed: docs/decisions/0015-a-patch-for-postgres-js.md says what and why. Runs at
 * every install; when the package has changed there, it fails rather than leave it unmended.
 */
const FILE = fileURLToPath(new URL('node_modules/postgres/src/connection.js', import.meta.url))
const PATCHES = [
  {
    // A query in a transaction whose connection is gone: it was written to a socket that is not there, and the process died.
    before: `  function execute(q) {
    if (terminated)
`,
    after: `  function execute(q) {
    if (!socket) {
      queryError(q, Errors.connection('CONNECTION_CLOSED', options))
      return true
    }

    if (terminated)
`,
  },
  {
    // What was not written yet: it was sent before the first words of the next connection, which then was not understood.
    before: `    clearImmediate(nextWriteTimer)
    socket.removeListener('data', data)
    socket.removeListener('connect', connected)
    idleTimer.cancel()
`,
    after: `    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
    socket.removeListener('data', data)
    socket.removeListener('connect', connected)
    idleTimer.cancel()
`,
  },
  {
    // Its own first question, when the connection is cut under it: nobody awaits the answer, and the process died.
    before: `        return fetchArrayTypes()
`,
    after: `        return fetchArrayTypes().catch(() => {})
`,
  },
  {
    // And what was asked is forgotten with the connection: its failure was told to the first who used the next one.
    before: `    if (initial)
      return reconnect()

    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
`,
    after: `    if (initial) {
      query = results = errorResponse = null
      return reconnect()
    }

    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = results = errorResponse = null
`,
  },
]

let text = fs.readFileSync(FILE, 'utf8')
for (const { before, after } of PATCHES) {
  if (text.includes(after)) continue
  if (!text.includes(before)) throw new Error(`${FILE} is not as patch-postgres.js knows it`)
  text = text.replace(before, after)
}
fs.writeFileSync(FILE, text)
