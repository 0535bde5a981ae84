import { and, desc, eq, or } from 'drizzle-orm'
import type { Caller } from '#src/auth/access.ts'
import { privacyExports } from '#src/db/privacy-schema.ts'
import { DomainError } from '#src/errors.ts'
import type { ExportId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { type ExportRow, isThere } from './export.ts'

const LINK_S = 5 * 60
const MOST_SHOWN = 20

/** For whom it is about, and for the admin who asked for it; to all others it is not there. */
const isFor = ({ userId }: Caller) =>
  or(eq(privacyExports.askedById, userId), eq(privacyExports.userId, userId))

/** The newest first. */
export const listExports = ({ db }: Pick<Ports, 'db'>, caller: Caller): Promise<ExportRow[]> =>
  db.select().from(privacyExports).where(isFor(caller)).orderBy(desc(privacyExports.id)).limit(MOST_SHOWN)

/** A link that lives for minutes. */
export async function openExport(
  { db, files: store, clock }: Pick<Ports, 'db' | 'files' | 'clock'>,
  caller: Caller,
  id: ExportId,
): Promise<string> {
  const [row] = await db
    .select()
    .from(privacyExports)
    .where(and(eq(privacyExports.id, id), isFor(caller)))
  if (!row?.key || !isThere(row, clock())) throw new DomainError('export-not-found', { id })
  return store.link(row.key, {
    secondsValid: LINK_S,
    type: 'application/x-ndjson',
    filename: `dados-${row.userId}.jsonl`,
    disposition: 'attachment',
  })
}
