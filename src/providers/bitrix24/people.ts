import * as z from 'zod'
import type { ContactId } from '#src/ids.ts'
import type { CrmProvider } from '#src/providers/crm-provider.ts'
import { People, stagesFromWire } from './lists-from-wire.ts'
import { PAGE_ROWS, type Session } from './session.ts'
import { understood } from './wire.ts'
import { writeOnce } from './write-once.ts'

type PeopleVerbs = Pick<CrmProvider, 'findOrCreateContact' | 'people' | 'stages'>

/** PHP's empty list where nothing was found. */
const Duplicates = z.preprocess(
  (value) => (Array.isArray(value) ? {} : value),
  z.looseObject({ CONTACT: z.array(z.coerce.number()).optional() }),
)
const NewContact = z.looseObject({ item: z.looseObject({ id: z.coerce.number() }) })

/** Those who ask, those who answer, and the stages between them. */
export function peopleVerbs({ read, write, originatorId, clock }: Session): PeopleVerbs {
  return {
    async findOrCreateContact({ name, email, phone }, calling) {
      const look = async () => {
        const params = { type: 'EMAIL', values: [email], entity_type: 'CONTACT' }
        const found = understood(Duplicates, await read('crm.duplicate.findbycomm', params, calling))
        return (found.CONTACT?.[0] ?? null) as ContactId | null
      }
      const [first = name, ...rest] = name.trim().split(/\s+/)
      const multifields = [
        { typeId: 'EMAIL', valueType: 'WORK', value: email },
        ...(phone ? [{ typeId: 'PHONE', valueType: 'WORK', value: phone }] : []),
      ]
      const fields = { name: first, lastName: rest.join(' '), originatorId, fm: multifields }
      return writeOnce({ ...calling, mayExist: true }, clock, {
        look,
        write: async () => {
          const result = await write('crm.item.add', { entityTypeId: 3, fields }, calling)
          return understood(NewContact, result).item.id as ContactId
        },
      })
    },
    async people(calling) {
      const people: z.output<typeof People> = []
      for (let start = 0; ; start += PAGE_ROWS) {
        const page = understood(People, await read('user.get', { sort: 'ID', order: 'ASC', start }, calling))
        people.push(...page)
        if (page.length < PAGE_ROWS) return people
      }
    },
    async stages(pipelineId, calling) {
      const entity = pipelineId === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${pipelineId}`
      const params = { filter: { ENTITY_ID: entity }, order: { SORT: 'ASC' } }
      return stagesFromWire(pipelineId, await read('crm.status.list', params, calling))
    },
  }
}
