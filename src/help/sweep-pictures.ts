import { and, asc, inArray, lt, notExists, sql } from 'drizzle-orm'
import { helpPictures, helpPictureUses } from '#src/db/help-schema.ts'
import type { Ports } from '#src/ports.ts'

type Rules = { unusedForMs?: number; signal?: AbortSignal }

/** What somebody writes waits on their device for days. */
const WEEK_MS = 7 * 24 * 3_600_000
const ROWS = 100

/** Takes away pictures that no version of any text has. The row goes before the bytes; what is left of those goes with the files. */
export async function sweepPictures(
  { db, files: store, log }: Pick<Ports, 'db' | 'files' | 'log'>,
  { unusedForMs = WEEK_MS, signal }: Rules = {},
): Promise<number> {
  const isUnused = and(
    lt(helpPictures.createdAt, sql`clock_timestamp() - ${unusedForMs}::float8 * interval '1 millisecond'`),
    notExists(
      db.select().from(helpPictureUses).where(sql`${helpPictureUses.pictureId} = ${helpPictures.id}`),
    ),
  )
  let swept = 0
  for (let count = -1; count !== 0 && !signal?.aborted; swept += count) {
    const gone = await db.transaction(async (tx) => {
      const rows = await tx
        .select({ id: helpPictures.id })
        .from(helpPictures)
        .where(isUnused)
        .orderBy(asc(helpPictures.createdAt))
        .limit(ROWS)
        // One that a text is just being saved with is in use.
        .for('update', { skipLocked: true })
      if (rows.length === 0) return []
      const ids = rows.map(({ id }) => id)
      // Asked once more, now that nobody can begin to use them: a save may have ended between look and lock.
      return tx
        .delete(helpPictures)
        .where(and(inArray(helpPictures.id, ids), isUnused))
        .returning({ key: helpPictures.key })
    })
    count = gone.length
    for (const { key } of gone)
      await store.drop(key).catch((err: unknown) => log.warn({ err, key }, 'left for the next sweep'))
  }
  return swept
}
