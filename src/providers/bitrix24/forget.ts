import * as z from 'zod'
import type { CrmForgets } from '#src/providers/crm-forgets.ts'
import { isGone, type Session } from './session.ts'
import { understood } from './wire.ts'

const MULTIFIELDS = ['EMAIL', 'PHONE', 'WEB', 'IM', 'LINK'] as const
/** What a person may have been described by besides; the old methods name fields in capitals. */
const TEXTS = {
  ...{ SECOND_NAME: '', LAST_NAME: '', POST: '', COMMENTS: '', BIRTHDATE: '', SOURCE_DESCRIPTION: '' },
  ...{ ADDRESS: '', ADDRESS_2: '', ADDRESS_CITY: '', ADDRESS_POSTAL_CODE: '', ADDRESS_REGION: '' },
}
const Values = z.array(z.looseObject({ ID: z.coerce.number() })).optional()
const Contact = z.looseObject({
  ORIGINATOR_ID: z.string().nullish(),
  ...{ EMAIL: Values, PHONE: Values, WEB: Values, IM: Values, LINK: Values },
})

export function forgetVerbs({ read, write, originatorId }: Session): CrmForgets {
  return {
    rewriteComment: (id, { text, withFiles }, calling) =>
      unlessGone(async () => {
        // An empty list is said by a call of its own: in the query of a batch there is no such thing.
        const fields = { COMMENT: text, ...(withFiles && { FILES: [] }) }
        await write('crm.timeline.comment.update', { id, fields }, calling, { isAlone: withFiles })
      }),
    rewriteActivity: (id, { subject, text }, calling) =>
      unlessGone(async () => {
        const fields = { SUBJECT: subject, ...(text !== undefined && { DESCRIPTION: text }) }
        await write('crm.activity.update', { id, fields }, calling)
      }),
    removeFile: (id, calling) =>
      unlessGone(async () => {
        await write('disk.file.delete', { id }, calling)
      }),
    async emptyContact(id, name, calling) {
      try {
        const contact = understood(Contact, await read('crm.contact.get', { id }, calling))
        if (contact.ORIGINATOR_ID !== originatorId) return false
        // By their numbers: a value without one would be added to them.
        const values = MULTIFIELDS.flatMap((kind) => {
          const there = contact[kind] ?? []
          return there.length === 0 ? [] : [[kind, there.map(({ ID }) => ({ ID, DELETE: 'Y' }))] as const]
        })
        const fields = { NAME: name, ...TEXTS, ...Object.fromEntries(values) }
        await write('crm.contact.update', { id, fields }, calling)
        return true
      } catch (error) {
        if (isGone(error)) return true
        throw error
      }
    },
  }
}

async function unlessGone(act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!isGone(error)) throw error
  }
}
