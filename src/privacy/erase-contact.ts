import { and, eq, isNull } from 'drizzle-orm'
import { deals } from '#src/db/ticket-schema.ts'
import { callingOf } from '#src/jobs/calling.ts'
import type { Task } from '#src/jobs/worker.ts'
import type { Ports } from '#src/ports.ts'
import { ERASED_NAME } from '#src/tickets/erased.ts'

/** Whom the CRM knows by a contact that we made, once no ticket here says anything of them: it says nobody, and has no address. */
export const eraseContact =
  ({ db, crm, log }: Pick<Ports, 'db' | 'crm' | 'log'>): Task<'erase-contact'> =>
  async ({ contactId }, job) => {
    const [inUse] = await db
      .select({ id: deals.id })
      .from(deals)
      .where(and(eq(deals.contactId, contactId), isNull(deals.erasedAt)))
      .limit(1)
    if (inUse) return log.info({ contactId }, 'a contact belongs to somebody else too, and stays')
    if (!(await crm.emptyContact(contactId, ERASED_NAME, callingOf(job))))
      log.info({ contactId }, 'a contact was made by others, and stays')
  }
