import { sql } from 'drizzle-orm'
import { type Caller, EDITABLE_ACTIONS, EDITABLE_ROLES, isByDefault } from '#src/auth/access.ts'
import { recordChange } from '#src/db/audit.ts'
import type { Db } from '#src/db/connect.ts'
import { permissions } from '#src/db/schema.ts'
import { notify } from '#src/db/signals.ts'
import { type Match, refuseOtherVersion } from '#src/version-match.ts'
import type { Visit } from '#src/visit.ts'
import type { PermissionsChange } from './permissions.ts'
import { lockPermissions } from './read-permissions.ts'

type Given = { match: Match; visit: Visit }

/** Counts for the very next request, which reads it with its session; sockets are judged anew. */
export async function changePermissions(
  db: Db,
  { userId }: Caller,
  { items }: PermissionsChange,
  { match, visit }: Given,
) {
  const wanted = new Map(items.map((item) => [item.action, item]))
  return db.transaction(async (tx) => {
    const before = await lockPermissions(tx)
    refuseOtherVersion(before, match)
    const exceptions: Record<(typeof EDITABLE_ROLES)[number], Record<string, boolean>> = {
      agent: {},
      lead: {},
    }
    let hasChanged = false
    for (const role of EDITABLE_ROLES)
      for (const action of EDITABLE_ACTIONS) {
        const byDefault = isByDefault(role, action)
        const was = before.exceptions[role]?.[action] ?? byDefault
        const is_allowed = wanted.get(action)?.[role] ?? byDefault
        if (is_allowed !== byDefault) exceptions[role][action] = is_allowed
        if (is_allowed === was) continue
        hasChanged = true
        await recordChange(tx, {
          ...{ actorId: userId, action: 'permission-changed', subject: 'permissions', subjectId: 1, visit },
          before: { role, action, is_allowed: was },
          after: { role, action, is_allowed },
        })
      }
    if (!hasChanged) return before
    const [after] = await tx
      .update(permissions)
      .set({ exceptions, version: before.version + 1, updatedAt: sql`clock_timestamp()` })
      .returning()
    if (!after) throw new Error('a locked row is gone')
    await notify(tx, 'callers-changed')
    return after
  })
}
