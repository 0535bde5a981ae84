import { type SQL, sql } from 'drizzle-orm'

/** Any number that nobody else uses for locks. */
const SEED = 537

/**
 * Who promises a job of a key, and who ends one, wait for each other: each has to see what the other did, or a key is left
 * with nobody to begin. It has to be held before the statement begins that looks: a statement sees what was there then.
 */
export const keyLock = (key: string | SQL) => sql`hashtextextended(${key}, ${SEED})`
