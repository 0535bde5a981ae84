import { expect, test } from 'vitest'
import { Postpone } from '#src/jobs/ends.ts'
import { createContactFinder } from '#src/tickets/find-contact.ts'
import { contactsOf } from '#test/crm-state.ts'
import { createWorld, type World } from '#test/world.ts'

const PERSON = { name: 'Clara Nunes', email: 'Clara.Nunes@empresa.com.br', phone: null }
const EMAIL = 'clara.nunes@empresa.com.br'
const PEOPLE = { priority: 'people' } as const

const askedTheCrm = async (world: World) => {
  const requests = (await world.control('GET', 'requests')) as { method: string }[]
  return requests.filter(({ method }) => method === 'crm.duplicate.findbycomm').length
}

test('W-01: of two gateways that ask for one person at once, one asks the CRM; the other postpones and gets the same contact', async () => {
  await using world = await createWorld()
  const [one, other] = [createContactFinder(world.gateway.ports), createContactFinder(world.gateway.ports)]
  const outcomes = await Promise.allSettled([one, one, other, other].map((find) => find(PERSON, PEOPLE)))
  const found = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  expect(found.length, 'all of one gateway share the answer').toBe(2)
  expect(refused.every((reason) => reason instanceof Postpone)).toBe(true)
  expect([await one(PERSON, PEOPLE), await other(PERSON, PEOPLE)]).toEqual(found)
  expect(await contactsOf(world, EMAIL)).toMatchObject([{ ID: String(found[0]) }])
  expect(await askedTheCrm(world), 'what is known is not asked again').toBe(1)
})

test('W-01: whoever dies with a claim is believed to be at work until it is over', async () => {
  await using world = await createWorld()
  const find = createContactFinder(world.gateway.ports)
  await world.sql`
    insert into crm_contacts (email, claimed_until) values (${EMAIL}, clock_timestamp() + interval '1 minute')`
  await expect(find(PERSON, PEOPLE)).rejects.toBeInstanceOf(Postpone)
  await world.sql`update crm_contacts set claimed_until = clock_timestamp()`
  expect(await find(PERSON, PEOPLE)).toBeGreaterThan(0)
})

test('W-01: people do not wait for what is asked in the background', async () => {
  await using world = await createWorld()
  const find = createContactFinder(world.gateway.ports)
  const [background, people] = await Promise.allSettled([
    find(PERSON, { priority: 'background' }),
    find(PERSON, PEOPLE),
  ])
  expect([background.status, people.status].sort()).toEqual(['fulfilled', 'rejected'])
})

test('W-01: a contact that was found a day ago is looked for again, since the CRM tells nobody when it is gone', async () => {
  await using world = await createWorld()
  const find = createContactFinder(world.gateway.ports)
  await world.sql`insert into crm_contacts (email, contact_id, found_at) values (${EMAIL}, 999, now() - interval '25 hours')`
  const contactId = await find(PERSON, PEOPLE)
  expect(contactId).not.toBe(999)
  expect(await contactsOf(world, EMAIL)).toMatchObject([{ ID: String(contactId) }])
})

test('W-01: a refused call frees the claim at once, an unsure one not before the CRM has surely stopped', async () => {
  await using world = await createWorld()
  const find = createContactFinder(world.gateway.ports)
  const left = async () => {
    const [row] = await world.sql`
      select greatest(0, extract(epoch from claimed_until - clock_timestamp()))::int as seconds from crm_contacts`
    return row?.seconds as number
  }
  const strike = (effect: object) =>
    world.control('PUT', 'faults', [{ match: { method: 'crm.item.add' }, ...effect, times: 1 }])
  await strike({ effect: 'status', code: 400, error: 'ERROR_CORE' })
  expect(await find(PERSON, PEOPLE)).toBeNull()
  expect(await left()).toBe(0)
  await strike({ effect: 'reset' })
  await expect(find(PERSON, PEOPLE)).rejects.toMatchObject({ outcome: 'unknown' })
  expect(await left()).toBeGreaterThan(30)
})
