import { eq, sql } from 'drizzle-orm'
import { files } from '#src/db/activity-schema.ts'
import type { Db, Tx } from '#src/db/connect.ts'
import type { FileId, TicketId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'

type Rules = { removedForMs?: number; signal?: AbortSignal }
type Removed = { id: FileId; key: string; ticketId: TicketId }

const MONTH_MS = 30 * 24 * 3_600_000
const ROWS = 100

/**
 * Bytes of what was taken off its message in the CRM, or went with it: kept for a month, for the team and for the day when it is
 * named again. After that it would be fetched once more. First nothing leads to the bytes, then they go, then their row: whoever
 * dies in between has left a row that the next sweep finds.
 */
export async function sweepRemoved(
  { db, files: store }: Pick<Ports, 'db' | 'files'>,
  { removedForMs = MONTH_MS, signal }: Rules = {},
): Promise<number> {
  let swept = 0
  for (let after = 0; !signal?.aborted; ) {
    const found = await removedFiles(db, sql`file.id > ${after}`, removedForMs)
    for (const file of found) {
      if (signal?.aborted) return swept
      if (!(await letGo(db, file, removedForMs))) continue
      await store.drop(file.key)
      await db.delete(files).where(eq(files.id, file.id))
      swept += 1
    }
    if (found.length < ROWS) break
    after = found.at(-1)?.id ?? after
  }
  return swept
}

/** `distinct`: fetched again, or let go by a sweep that did not come to its end. What we sent there ourselves is ours. */
const removedFiles = (db: Db | Tx, which: ReturnType<typeof sql>, removedForMs: number) => {
  const isOver = (moment: string) =>
    sql`${sql.raw(moment)} < clock_timestamp() - ${removedForMs}::float8 * interval '1 millisecond'`
  return db.execute<Removed>(sql`
    select file.id, file.key, file.ticket_id as "ticketId"
    from files as file
      join crm_files as there on there.activity_id = file.activity_id and there.crm_file_id = file.crm_file_id
      join activities as message on message.id = file.activity_id
    where ${which} and file.crm_status is null and (
      there.file_id is distinct from file.id or ${isOver('message.deleted_at')}
      or there.state = 'missing' and there.reason = 'removed' and ${isOver('there.settled_at')})
    order by file.id limit ${ROWS}`)
}

/** Unless it was named again meanwhile: whoever mirrors it holds the same lock. */
const letGo = (db: Db, { id, ticketId }: Removed, removedForMs: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select from deals where id = ${ticketId} for update`)
    const [still] = await removedFiles(tx, sql`file.id = ${id}`, removedForMs)
    if (!still) return false
    await tx.execute(sql`
      update crm_files set state = 'missing', reason = 'removed', file_id = null, settled_at = clock_timestamp()
      where file_id = ${id}`)
    return true
  })
