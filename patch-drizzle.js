import * as fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'

/**
 * Shortens the list of files in the installed package.json of drizzle-orm: docs/decisions/0019-a-shorter-list-of-drizzles-files.md.
 * Runs at every install. A list that is not as known here stays as it is, since this is about time alone.
 */
const FILE = fileURLToPath(new URL('node_modules/drizzle-orm/package.json', import.meta.url))
const PATTERN = './*'

const manifest = JSON.parse(fs.readFileSync(FILE, 'utf8'))
const short = { [PATTERN]: target(PATTERN) }
for (const [name, entry] of Object.entries(manifest.exports)) {
  if (!isDeepStrictEqual(entry, target(name))) short[name] = entry
}
manifest.exports = short
fs.writeFileSync(FILE, `${JSON.stringify(manifest)}\n`)

function target(name) {
  return {
    import: { types: `${name}.d.ts`, default: `${name}.js` },
    require: { types: `${name}.d.cts`, default: `${name}.cjs` },
    types: `${name}.d.ts`,
    default: `${name}.js`,
  }
}
