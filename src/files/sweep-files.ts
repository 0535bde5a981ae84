import { and, asc, inArray, isNull, lt, sql } from 'drizzle-orm'
import { files } from '#src/db/activity-schema.ts'
import { helpPictures } from '#src/db/help-schema.ts'
import { inboundMails } from '#src/db/mail-schema.ts'
import { privacyExports } from '#src/db/privacy-schema.ts'
import { users } from '#src/db/schema.ts'
import type { Ports } from '#src/ports.ts'
import type { StoredObject } from '#src/providers/file-store.ts'
import { ATTACHMENTS, AVATARS, EXPORTS, isOurs, MAILS, PICTURES } from './object-key.ts'

type SweepPorts = Pick<Ports, 'db' | 'files' | 'uploads' | 'log'>
type Rules = { unusedForMs?: number; signal?: AbortSignal }

const DAY_MS = 24 * 3_600_000
const ROWS = 100
const OBJECTS = 500

/**
 * Takes away uploads that nobody used for a day, and bytes that no row knows: what was left by somebody who died between bytes
 * and row. The row goes before the bytes. All by the clocks of the database and the store.
 */
export async function sweepFiles(
  ports: SweepPorts,
  { unusedForMs = DAY_MS, signal }: Rules = {},
): Promise<{ unused: number; orphans: number }> {
  const [clock] = await ports.db.execute<{ ms: number }>(
    sql`select extract(epoch from clock_timestamp())::float8 * 1000 as ms`,
  )
  const now = new Date(clock?.ms ?? 0)
  const before = new Date(now.getTime() - unusedForMs)
  const isOver = () => signal?.aborted === true
  let [unused, orphans] = [0, 0]
  for (let count = -1; count !== 0 && !isOver(); unused += count) count = await sweepUnused(ports, before)
  for (const prefix of [...monthsAround(now), AVATARS, PICTURES, MAILS, EXPORTS]) {
    for await (const page of pagesOf(ports, prefix, before)) {
      if (isOver()) break
      orphans += await dropOrphans(ports, page)
    }
  }
  return { unused, orphans }
}

async function sweepUnused({ db, files: store, log }: SweepPorts, before: Date): Promise<number> {
  const gone = await db.transaction(async (tx) => {
    const rows = await tx
      .select({ id: files.id })
      .from(files)
      .where(and(isNull(files.ticketId), lt(files.createdAt, before)))
      .orderBy(asc(files.id))
      .limit(ROWS)
      // One that is just being attached is in use.
      .for('update', { skipLocked: true })
    if (rows.length === 0) return []
    const ids = rows.map(({ id }) => id)
    return tx.delete(files).where(inArray(files.id, ids)).returning({ key: files.key })
  })
  for (const { key } of gone)
    await store.drop(key).catch((err: unknown) => log.warn({ err, key }, 'left for the next sweep'))
  return gone.length
}

async function dropOrphans({ db, files: store }: SweepPorts, keys: readonly string[]): Promise<number> {
  const [attached, faces, pictures, mails, exports] = await Promise.all([
    db
      .select({ key: files.key })
      .from(files)
      .where(inArray(files.key, [...keys])),
    db
      .select({ key: users.profilePicture })
      .from(users)
      .where(inArray(users.profilePicture, [...keys])),
    db
      .select({ key: helpPictures.key })
      .from(helpPictures)
      .where(inArray(helpPictures.key, [...keys])),
    db
      .select({ key: inboundMails.key })
      .from(inboundMails)
      .where(inArray(inboundMails.key, [...keys])),
    db
      .select({ key: privacyExports.key })
      .from(privacyExports)
      .where(inArray(privacyExports.key, [...keys])),
  ])
  const known = new Set([...attached, ...faces, ...pictures, ...mails, ...exports].map(({ key }) => key))
  const orphans = keys.filter((key) => !known.has(key))
  for (const key of orphans) await store.drop(key)
  return orphans.length
}

/** Keys that are ours and old enough. */
async function* pagesOf(
  { files: store, uploads }: SweepPorts,
  prefix: string,
  before: Date,
): AsyncGenerator<string[]> {
  let page: string[] = []
  const isSwept = ({ key, modifiedAt }: StoredObject) => modifiedAt < before && isOurs(key, uploads.instance)
  for await (const object of store.list(prefix)) {
    if (isSwept(object)) page.push(object.key)
    if (page.length < OBJECTS) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

/** This one and the last: older ones have been swept so often that nothing is left to find. */
function monthsAround(now: Date): string[] {
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1))
  return [last, now].map((month) => `${ATTACHMENTS}${month.toISOString().slice(0, 7).replace('-', '/')}/`)
}
