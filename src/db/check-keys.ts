import { StartupError } from '#src/errors.ts'
import type { Db } from './connect.ts'
import { keyChecks } from './schema.ts'

/**
 * The first gateway leaves the fingerprint of each key with the data; every later one must come with the
 * same key. With another, old secrets would stay shut and the same CPF could register twice.
 */
export async function checkKeys(db: Db, fingerprints: Record<string, string>): Promise<void> {
  for (const [name, fingerprint] of Object.entries(fingerprints)) {
    await db.insert(keyChecks).values({ name, fingerprint }).onConflictDoNothing()
  }
  for (const { name, fingerprint } of await db.select().from(keyChecks)) {
    if (fingerprints[name] !== undefined && fingerprints[name] !== fingerprint) {
      throw new StartupError(
        `${name} is not the key that this database was begun with. Bring back the old value; ` +
          'to change the key, put the new one before it: 2:<new>,1:<old>.',
      )
    }
  }
}
