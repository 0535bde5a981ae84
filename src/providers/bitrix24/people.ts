import * as z from 'zod'
import type { ContactId } from '#src/ids.ts'
import { type Calling, CrmError, type CrmProvider } from '#src/providers/crm-provider.ts'
import { Departments, People, pipelinesFromWire, stagesFromWire } from './lists-from-wire.ts'
import { PAGE_ROWS, type Session } from './session.ts'
import { understood } from './wire.ts'
import { writeOnce } from './write-once.ts'

type PeopleVerbs = Pick<
  CrmProvider,
  'findOrCreateContact' | 'people' | 'departments' | 'pipelines' | 'stages'
>

/** PHP's empty list where nothing was found. */
const Duplicates = z.preprocess(
  (value) => (Array.isArray(value) ? {} : value),
  z.looseObject({ CONTACT: z.array(z.coerce.number()).optional() }),
)
const NewContact = z.looseObject({ item: z.looseObject({ id: z.coerce.number() }) })

/** Those who ask, those who answer, and the stages between them. */
export function peopleVerbs({ read, write, originatorId, clock }: Session): PeopleVerbs {
  const page = (method: string, from: object, calling: Calling) =>
    read(method, { sort: 'ID', order: 'ASC', ...from }, calling)

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
    people: (calling) =>
      everyPage(async (start) => understood(People, await page('user.get', { start }, calling))),
    departments: (calling) =>
      everyPage(async (start) =>
        // Capital in the documentation of this method alone.
        understood(Departments, await page('department.get', { START: start }, calling)),
      ),
    pipelines: async (calling) =>
      pipelinesFromWire(await read('crm.category.list', { entityTypeId: 2 }, calling)),
    async stages(pipelineId, calling) {
      const entity = pipelineId === 0 ? 'DEAL_STAGE' : `DEAL_STAGE_${pipelineId}`
      const params = { filter: { ENTITY_ID: entity }, order: { SORT: 'ASC' } }
      return stagesFromWire(pipelineId, await read('crm.status.list', params, calling))
    },
  }
}

/** A portal that does not understand where a page begins would give the first one for ever. */
async function everyPage<T>(readPage: (start: number) => Promise<T[]>): Promise<T[]> {
  const rows: T[] = []
  for (let last = ''; ; ) {
    const page = await readPage(rows.length)
    const now = JSON.stringify(page)
    if (page.length === PAGE_ROWS && now === last)
      throw new CrmError('unknown', 'unreadable-answer', 'The CRM gives the same page again and again')
    last = now
    rows.push(...page)
    if (page.length < PAGE_ROWS) return rows
  }
}
