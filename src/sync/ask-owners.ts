import { sql } from 'drizzle-orm'
import type { Db, Tx } from '#src/db/connect.ts'
import type { ActivityId, CommentId, DealId, InboxId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { withCursor } from './cursor.ts'
import { LARGEST_ID, type Reader, type Route, writeRoutes } from './write-routes.ts'

type Waiting = { id: InboxId; kind: 'activity-changed' | 'comment-changed'; objectId: number }
/** What the CRM said about one object; null: nothing yet. */
type Said = Route | null

const MOST_AT_ONCE = 500
const BACKGROUND = { priority: 'background' } as const
/** What the CRM cannot say while it is well is about the object: it is asked again some times, and not forever. */
const MOST_TRIES = 10
const TRY_AGAIN_MS = 5_000

/**
 * Comments and activities that have no row here: the CRM says which deals they belong to. While it is away they wait, and so
 * does nothing else. Each call is one round; returns whether there may be more to ask at once.
 */
type Needs = Pick<Ports, 'db' | 'crm' | 'log'> & { reader: Reader | null }

export function createOwnerQuestions({ db, crm, log, reader }: Needs) {
  let triedAgainAtMs = 0

  return async function askOwners(): Promise<boolean> {
    const isRetry = performance.now() - triedAgainAtMs >= TRY_AGAIN_MS
    if (isRetry) triedAgainAtMs = performance.now()
    // Of a CRM that is away one question finds out whether it still is.
    const waiting = await look(db, { isRetry, most: crm.state() === 'up' ? MOST_AT_ONCE : 1 })
    if (waiting.length === 0) return false
    // One gateway asks for all: a question is worth a place in the CRM's limit.
    const asked = await withCursor({ db, log }, { name: 'ask-owners', initial: {} }, async () => {
      const objects = new Map(waiting.map((event) => [objectOf(event), event]))
      const said = new Map<string, Said>()
      // Together, so that they leave as batches.
      await Promise.all([...objects].map(async ([object, event]) => said.set(object, await ask(crm, event))))
      const isUp = crm.state() === 'up'
      return db.transaction((tx) => write(tx, waiting, { said, isUp, reader }))
    })
    asked?.result.begin()
    return (asked?.result.count ?? 0) > 0
  }
}

const objectOf = ({ kind, objectId }: Waiting) => `${kind} ${objectId}`

async function look(db: Db, { isRetry, most }: { isRetry: boolean; most: number }): Promise<Waiting[]> {
  const rows = await db.execute<{ id: number; kind: Waiting['kind']; object_id: number }>(sql`
    select id::float8 as id, kind, object_id::float8 as object_id from webhook_inbox as inbox
    where state = 'waiting' and kind in ('activity-changed', 'comment-changed') and object_id <= ${LARGEST_ID}
      and (attempts = 0 or ${isRetry})
      and not exists (
        select from activities join deals on deals.id = activities.ticket_id
        where activities.external_kind = split_part(inbox.kind, '-', 1)
          and activities.external_id = inbox.object_id and deals.deal_id is not null)
    order by attempts, id limit ${most}`)
  return rows.map(({ id, kind, object_id }) => ({ id: id as InboxId, kind, objectId: object_id }))
}

async function ask(crm: Ports['crm'], { kind, objectId }: Waiting): Promise<Said> {
  try {
    const deals = await (kind === 'comment-changed'
      ? crm.dealsOfComment(objectId as CommentId, BACKGROUND)
      : dealsOfActivity(crm, objectId as ActivityId))
    if (deals === null) return { state: 'ignored', reason: 'gone' }
    return deals.length > 0 ? { deals } : { state: 'ignored', reason: 'of-no-deal' }
  } catch (error) {
    if (!(error instanceof CrmError)) throw error
    return error.outcome === 'rejected' ? { state: 'parked', reason: reasonOf(error) } : null
  }
}

const dealsOfActivity = async (crm: Ports['crm'], id: ActivityId): Promise<readonly DealId[] | null> =>
  (await crm.readActivity(id, BACKGROUND))?.dealIds ?? null

const reasonOf = ({ code, message }: CrmError) => `${code}: ${message}`.slice(0, 300)

/** How many got somewhere. Those that another gateway has routed meanwhile are left alone. */
async function write(
  tx: Tx,
  waiting: readonly Waiting[],
  { said, isUp, reader }: { said: ReadonlyMap<string, Said>; isUp: boolean; reader: Reader | null },
): Promise<{ begin: () => void; count: number }> {
  const ids = JSON.stringify(waiting.map(({ id }) => id))
  const rows = await tx.execute<{ id: number; attempts: number }>(sql`
    select id::float8 as id, attempts from webhook_inbox
    where id in (select value::bigint from jsonb_array_elements_text(${ids}::text::jsonb)) and state = 'waiting'
    order by id for update skip locked`)
  const attempts = new Map(rows.map(({ id, attempts }) => [id as InboxId, attempts]))
  const routes = new Map<InboxId, Route>()
  const unsaid: InboxId[] = []
  for (const event of waiting) {
    const tried = attempts.get(event.id)
    if (tried === undefined) continue
    const answer = said.get(objectOf(event)) ?? null
    if (answer) routes.set(event.id, answer)
    else if (isUp && tried + 1 >= MOST_TRIES) routes.set(event.id, { state: 'parked', reason: 'no-answer' })
    else unsaid.push(event.id)
  }
  if (isUp && unsaid.length > 0)
    await tx.execute(sql`
      update webhook_inbox set attempts = attempts + 1
      where id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(unsaid)}::text::jsonb))`)
  return { begin: await writeRoutes(tx, routes, reader), count: routes.size }
}
