import { expect, test } from 'vitest'
import type { DealId } from '#src/ids.ts'
import { openCrm } from './crm.ts'
import { openProvider } from './provider.ts'

const PEOPLE = { priority: 'people' } as const
const TICKET = { pipelineId: 19, responsibleId: null, contactId: null, fields: {} }

/** Texts that people may well type, opened at once by somebody who has to wait for a place. */
async function titlesOf(titles: readonly string[]): Promise<unknown[]> {
  await using crm = await openCrm({ rate: 20, burst: 3 })
  const provider = openProvider(crm)
  await provider.checkFields(PEOPLE)
  const open = (title: string, index: number) =>
    provider.openDeal({ ...TICKET, title, originKey: `key-${index}` }, PEOPLE)
  const dealIds: DealId[] = await Promise.all(titles.map(open))
  const deals = await Promise.all(dealIds.map((dealId) => provider.readDeal(dealId, PEOPLE)))
  return deals.map((deal) => deal?.title)
}

test('what somebody types stays what they typed, though it looks like a reference to what others wrote', async () => {
  const titles = [
    'salário de Maria',
    'salário de João',
    '$result[c0][item][title]',
    'veja $result[c1][item][title] e $result[c0][item][id]',
    'um & dois = três [quatro] %24result[c0] + 100% 😀 "aspas" \\ <b>',
  ]
  expect(await titlesOf(titles)).toEqual(titles)
})

test('half of a sign costs neither the ticket that holds it nor those that wait with it', async () => {
  expect(await titlesOf(['um', 'meio \ud83d sinal', 'dois', 'três'])).toEqual([
    'um',
    'meio \ufffd sinal',
    'dois',
    'três',
  ])
  expect(await titlesOf(['meio \ud83d'])).toEqual(['meio \ufffd'])
})
