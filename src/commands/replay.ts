import { z } from 'zod'
import { DomainError, StartupError } from '#src/errors.ts'
import type { Ports } from '#src/ports.ts'
import {
  EventFilter,
  type InboxEvent,
  InboxIdParam,
  MOST_REPLAYED,
  type Replayed,
  ReplayRequest,
} from '#src/sync/inbox-event.ts'
import { listEvents, readEvent } from '#src/sync/list-events.ts'
import { replayEvent, replayEvents } from '#src/sync/replay-events.ts'
import { localVisit } from '#src/visit.ts'
import type { Command } from './commands.ts'
import { openDatabase } from './open-database.ts'
import { table } from './table.ts'

const Options = z.object({
  state: EventFilter.shape.state,
  name: EventFilter.shape.name,
  object: EventFilter.shape.object_id,
  deal: EventFilter.shape.deal_id,
  from: EventFilter.shape.from,
  to: EventFilter.shape.to,
  all: z.boolean().optional(),
  limit: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(MOST_REPLAYED))
    .optional(),
})
type Options = z.output<typeof Options>
type Said = { events: InboxEvent[] } | Replayed | (InboxEvent & { body: string })

const WHO = { actorId: null, visit: localVisit('replay') }

export const replay: Command = {
  summary: 'what the CRM told: list it, and look at it anew',
  help: `npm run ponte -- replay list [--state parked] [--name ONCRMDEALUPDATE] [--object 7405] [--deal 7405] [--from ...] [--to ...]
npm run ponte -- replay show <id>
npm run ponte -- replay <id>
npm run ponte -- replay --state parked | --deal 7405 | --from 2026-01-15T08:00:00Z --to 2026-01-15T09:00:00Z | --all

list  stored events, the newest first; what is done is kept for 30 days
show  one event as it came, without its token
else  one event, or all that are meant, wait again and the deals that they tell of are read anew. An event that is
      on its way is left alone, so that this may be done any number of times. Readings that are dead:
      npm run ponte -- jobs redrive --name refresh-deal

  --limit  how many list shows, 50 by default; how many are replayed, ${MOST_REPLAYED} by default and at the most
  --json   for programs
`,
  options: {
    state: { type: 'string' },
    name: { type: 'string' },
    object: { type: 'string' },
    deal: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    all: { type: 'boolean' },
    limit: { type: 'string' },
  },
  takesWords: true,
  async run({ json, ...values }, environment, words) {
    const parsed = Options.safeParse(values)
    if (!parsed.success)
      throw new StartupError(
        parsed.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'),
      )
    const said = await openDatabase(environment, plan(words, parsed.data)).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'event-not-found')
        throw new StartupError('There is no such event: it never came, or is older than 30 days.')
      throw error
    })
    process.stdout.write(json ? `${JSON.stringify(said)}\n` : inWords(said))
  },
}

/** Whatever is wrong with the words is said before anything is opened. */
function plan(
  [word, second]: readonly string[],
  { object, deal, all, limit, ...rest }: Options,
): (ports: Pick<Ports, 'db'>) => Promise<Said> {
  const filter = { ...rest, object_id: object, deal_id: deal }
  if (word === 'list')
    return async (ports) => ({
      events: (await listEvents(ports, filter, { limit: limit ?? 50, skip: 0 })).items,
    })
  if (word === 'show') {
    const id = idOf(second)
    return (ports) => readEvent(ports, id)
  }
  if (word !== undefined) {
    const id = idOf(word)
    return async (ports) => {
      const isReplayed = await replayEvent(ports, id, WHO)
      return { replayed: isReplayed ? 1 : 0, last_id: id, is_more: false }
    }
  }
  const request = ReplayRequest.safeParse({
    ...filter,
    // Never all of them because something was forgotten.
    ...(all && { from: filter.from ?? '1970-01-01T00:00:00Z' }),
    limit: limit ?? MOST_REPLAYED,
  })
  if (!request.success)
    throw new StartupError(
      'replay: which ones? A number, --state, --name, --object, --deal, --from, --to, or --all',
    )
  return (ports) => replayEvents(ports, request.data, WHO)
}

function idOf(text: string | undefined) {
  const parsed = InboxIdParam.safeParse(text)
  if (!parsed.success)
    throw new StartupError(`replay: found "${text ?? ''}", expected list, show or the number of an event`)
  return parsed.data
}

function inWords(said: Said): string {
  if ('replayed' in said) return `${said.replayed} replayed${said.is_more ? '; there are more' : ''}\n`
  if ('events' in said) {
    const head = ['id', 'received', 'name', 'object', 'deal', 'state', 'why']
    const rows = said.events.map((one) => [
      String(one.id),
      one.received_at,
      one.name,
      String(one.object_id ?? ''),
      String(one.deal_id ?? ''),
      one.state,
      one.reason ?? '',
    ])
    return table([head, ...rows])
  }
  return Object.entries(said)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name.padEnd(14)} ${value}\n`)
    .join('')
}
