import * as z from 'zod'
import type { ActivityId } from '#src/ids.ts'
import { type Calling, CrmError, type CrmProvider, type OutgoingEmail } from '#src/providers/crm-provider.ts'
import type { Session } from './session.ts'
import { emailToWire } from './to-wire.ts'
import { understood } from './wire.ts'
import { unlessOurs, writeOnce } from './write-once.ts'

const Ids = z.array(z.looseObject({ ID: z.coerce.number() }).transform(({ ID }) => ID))

export function emailVerbs({ read, write, originatorId, clock }: Session): Pick<CrmProvider, 'addEmail'> {
  async function find({ originKey }: OutgoingEmail, calling: Calling): Promise<ActivityId | null> {
    const filter = { ORIGINATOR_ID: originatorId, ORIGIN_ID: originKey }
    const params = { filter, select: ['ID'], order: { ID: 'ASC' }, start: -1 }
    const [found] = understood(Ids, await read('crm.activity.list', params, calling))
    return found === undefined ? null : (found as ActivityId)
  }

  /**
   * The portal notes a mail before it sends it, and says in its own language that it could not: the note that is left
   * tells. Whoever dies before it is removed leaves a mail that looks sent; sending it twice would be worse.
   */
  async function afterRejection(error: CrmError, email: OutgoingEmail, calling: Calling): Promise<CrmError> {
    const noted = await find(email, calling).catch(unlessOurs)
    if (noted === null) return error
    const removed = await write('crm.activity.delete', { id: noted }, calling).catch(unlessOurs)
    const rest = removed === null ? `; activity ${noted} says that it was, and could not be removed` : ''
    return new CrmError('rejected', 'mail-not-sent', `The CRM did not send the mail: ${error.message}${rest}`)
  }

  return {
    addEmail: (dealId, email, calling) =>
      writeOnce(calling, clock, {
        look: () => find(email, calling),
        write: async () => {
          try {
            const fields = emailToWire(originatorId, dealId, email)
            return understood(z.number(), await write('crm.activity.add', { fields }, calling)) as ActivityId
          } catch (error) {
            const isRejected = error instanceof CrmError && error.outcome === 'rejected'
            if (!isRejected || email.sentBy !== 'crm') throw error
            throw await afterRejection(error, email, calling)
          }
        },
      }),
  }
}
