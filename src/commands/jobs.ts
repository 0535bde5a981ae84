import { z } from 'zod'
import { DomainError, StartupError } from '#src/errors.ts'
import { JobFilter, JobIdParam, type ShownJob, showJob } from '#src/jobs/job.ts'
import { listJobs, readJob } from '#src/jobs/list-jobs.ts'
import { dropJobs, redriveJobs, type Which } from '#src/jobs/mend-jobs.ts'
import type { Ports } from '#src/ports.ts'
import { localVisit } from '#src/visit.ts'
import type { Command } from './commands.ts'
import { openDatabase } from './open-database.ts'
import { table } from './table.ts'

const VERBS = ['list', 'show', 'redrive', 'drop'] as const
const Options = z.object({
  ...JobFilter.shape,
  all: z.boolean().optional(),
  limit: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .default(50),
})
type Options = z.output<typeof Options>

export const jobs: Command = {
  summary: 'promised work: what waits, what is dead, and another try for it',
  help: `npm run ponte -- jobs list [--state waiting|running|dead] [--name push-ticket] [--key ticket:7] [--lane people]
npm run ponte -- jobs show <id>
npm run ponte -- jobs redrive <id> | --name push-ticket | --key ticket:7 | --lane people | --all
npm run ponte -- jobs drop    <id> | --name push-ticket | --key ticket:7 | --lane people | --all

list     work that is promised and not done, in the order of the promises
show     all that is known of one job, also of one that was done in the last days
redrive  dead jobs are tried again from the start
drop     dead jobs are given up for good; the audit log keeps what they were

  --limit  how many list shows, 50 by default
  --json   for programs
`,
  options: {
    state: { type: 'string' },
    name: { type: 'string' },
    key: { type: 'string' },
    lane: { type: 'string' },
    all: { type: 'boolean' },
    limit: { type: 'string' },
  },
  takesWords: true,
  async run(values, environment, words) {
    const verb = VERBS.find((known) => known === words[0])
    if (!verb) throw new StartupError(`jobs: found "${words[0] ?? ''}", expected ${VERBS.join(', ')}`)
    const parsed = Options.safeParse(values)
    if (!parsed.success) throw new StartupError(parsed.error.issues.map(describe).join('\n'))
    const act = plan(verb, words[1], parsed.data)
    const said = await openDatabase(environment, act).catch((error: unknown) => {
      if (error instanceof DomainError) throw new StartupError(TROUBLE[error.code] ?? error.code)
      throw error
    })
    process.stdout.write(values.json ? `${JSON.stringify(said)}\n` : inWords(said))
  },
}

type Said = { jobs: ShownJob[]; total: number } | ShownJob | { redriven: number } | { dropped: number }

/** Whatever is wrong with the words is said before anything is opened. */
function plan(
  verb: (typeof VERBS)[number],
  id: string | undefined,
  options: Options,
): (ports: Pick<Ports, 'db'>) => Promise<Said> {
  if (verb === 'list')
    return async (ports) => {
      const { rows, total } = await listJobs(ports, options, { limit: options.limit, skip: 0 })
      return { jobs: rows.map(showJob), total }
    }
  if (verb === 'show') {
    const one = idOf(id)
    return (ports) => readJob(ports, one)
  }
  const which = whichOf(id, options)
  const who = { actorId: null, visit: localVisit(`jobs ${verb}`) }
  if (verb === 'redrive') return async (ports) => ({ redriven: await redriveJobs(ports, which, who) })
  return async (ports) => ({ dropped: await dropJobs(ports, which, who) })
}

function idOf(text: string | undefined) {
  const parsed = JobIdParam.safeParse(text)
  if (!parsed.success) throw new StartupError(`jobs: found "${text ?? ''}", expected the number of a job`)
  return parsed.data
}

/** Never all of them because something was forgotten. */
function whichOf(id: string | undefined, { name, key, lane, all }: Options): Which {
  if (id !== undefined) return idOf(id)
  if (!all && name === undefined && key === undefined && lane === undefined)
    throw new StartupError('jobs: which ones? A number, --name, --key, --lane, or --all')
  return { name, key, lane }
}

const describe = ({ path, message }: z.core.$ZodIssue) => `--${path.join('.')}: ${message}`

const TROUBLE: Partial<Record<DomainError['code'], string>> = {
  'job-not-found': 'There is no such job: it was done and trimmed, dropped, or never promised.',
  'job-not-dead': 'The job is not dead: it waits or runs, and is done by itself.',
}

function inWords(said: Said): string {
  if ('redriven' in said) return `${said.redriven} redriven\n`
  if ('dropped' in said) return `${said.dropped} dropped\n`
  if ('jobs' in said) return list(said)
  return Object.entries(said)
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) => `${name.padEnd(14)} ${typeof value === 'object' ? JSON.stringify(value) : value}\n`,
    )
    .join('')
}

function list({ jobs: shown, total }: { jobs: ShownJob[]; total: number }): string {
  const rows = shown.map((job) => [
    String(job.id),
    job.state,
    job.lane,
    job.name,
    job.key ?? '',
    `${job.attempts}`,
    job.state === 'waiting' ? `from ${job.run_at}` : (job.last_error ?? ''),
  ])
  const head = ['id', 'state', 'lane', 'name', 'key', 'attempts', 'when, or why']
  return `${table([head, ...rows])}${shown.length} of ${total}\n`
}
