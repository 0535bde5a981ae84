import * as fs from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import type { Result } from './result.ts'
import { backfill } from './scenarios/backfill.ts'
import { crmBackfill } from './scenarios/crm-backfill.ts'
import { crmWrites } from './scenarios/crm-writes.ts'
import { facts } from './scenarios/facts.ts'
import { http } from './scenarios/http.ts'
import { jobs } from './scenarios/jobs.ts'
import { lag } from './scenarios/lag.ts'
import { latency } from './scenarios/latency.ts'
import { mirror } from './scenarios/mirror.ts'
import { rooms } from './scenarios/rooms.ts'
import { sandbox } from './scenarios/sandbox.ts'
import { sla } from './scenarios/sla.ts'
import { stats } from './scenarios/stats.ts'
import { tickets } from './scenarios/tickets.ts'
import { upload } from './scenarios/upload.ts'
import { webhook } from './scenarios/webhook.ts'

/** `npm run bench -- <scenario>`: a table on the screen, the raw numbers in bench/results/. */

const SCENARIOS: Record<string, () => Promise<Result>> = {
  facts,
  http,
  jobs,
  lag,
  latency,
  mirror,
  rooms,
  sandbox,
  sla,
  stats,
  'crm-writes': crmWrites,
  'crm-backfill': crmBackfill,
  upload,
  tickets,
  webhook,
  backfill,
}

const [name = ''] = process.argv.slice(2)
const scenario = SCENARIOS[name]
if (!scenario) {
  process.stderr.write(`npm run bench -- <scenario>, one of: ${Object.keys(SCENARIOS).join(', ')}\n`)
  process.exit(1)
}

const { rows, raw } = await scenario()
const machine = {
  cpu: os.cpus()[0]?.model,
  cores: os.cpus().length,
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
}
const at = new Date().toISOString()
const file = path.join(import.meta.dirname, 'results', `${at.slice(0, 10)}-${name}.json`)
fs.writeFileSync(
  file,
  `${JSON.stringify({ scenario: name, at, node: process.version, machine, rows, raw }, null, 2)}\n`,
)

process.stdout.write(`${machine.cores} cores of ${machine.cpu}, Node ${process.version}\n`)
for (const [label, numbers] of Object.entries(rows)) {
  const cells = Object.entries(numbers).map(([what, value]) => `${value} ${what}`)
  process.stdout.write(`${label.padEnd(36)} ${cells.join('   ')}\n`)
}
process.stdout.write(`raw: ${path.relative(process.cwd(), file)}\n`)
