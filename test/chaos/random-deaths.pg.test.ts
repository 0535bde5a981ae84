import { expect, test } from 'vitest'
import { seededRandom } from '#sandbox/random.ts'
import { PNG } from '#test/files/samples.ts'
import { brokenInvariants } from './broken-invariants.ts'
import { Employee } from './employee.ts'
import { type FrailGateway, startFrailGateway } from './frail-gateway.ts'

const IS_WHOLE = process.env.CHAOS === 'full'
const { tickets: TICKETS, deaths: DEATHS } = IS_WHOLE
  ? { tickets: 500, deaths: 100 }
  : { tickets: 30, deaths: 8 }
const SEED = Number(process.env.CHAOS_SEED ?? 1)
const AT_ONCE = 4
/** About as many steps as lie between two deaths, if they are spread over all tickets. */
const LONGEST_LIFE_STEPS = 300
/** The work is done, and nobody hears of it. */
const LOSES_ANSWERS = [
  'crm.item.add',
  'crm.item.update',
  'crm.contact.add',
  'crm.timeline.comment.add',
  'disk.folder.uploadfile',
  'upload',
]

/** Each life ends after so many steps, wherever that is: also while starting. */
function dieAtRandom({ fuse, deaths }: FrailGateway, random: () => number): void {
  const next = () => {
    if (deaths() >= DEATHS) return
    fuse.forget()
    const last = 1 + Math.floor(random() * LONGEST_LIFE_STEPS)
    fuse.arm((_name, number) => number === last, next)
  }
  next()
}

test(`I1, I5, I7: killed ${DEATHS} times at random while ${TICKETS} tickets are filed, and one in ten answers of the CRM gets lost`, async () => {
  await using gateway = await startFrailGateway({ CRM_RATE: '40', CRM_BURST: '200', CRM_WAIT_MS: '200' })
  await gateway.control('PUT', 'limits', { enabled: true, rate: 40, burst: 200 })
  await gateway.control(
    'PUT',
    'faults',
    LOSES_ANSWERS.map((method) => ({
      match: { method },
      effect: 'lost-answer',
      probability: 0.1,
      seed: SEED,
    })),
  )
  const random = seededRandom(SEED)
  const names = ['Maria Santos', 'Pedro Lima', 'Clara Nunes', 'Davi Rocha'].slice(0, AT_ONCE)
  const people = await Promise.all(names.map(async (name) => new Employee(await gateway.hire(name), gateway)))
  let filed = 0
  dieAtRandom(gateway, random)
  await Promise.all(
    people.map(async (person) => {
      while (filed < TICKETS || gateway.deaths() < DEATHS) {
        const number = ++filed
        const name = `anexo ${number}.png`
        const bytes = Buffer.concat([PNG, Buffer.alloc(Math.floor(random() * 2_000), 1)])
        const isLarge = number % 20 === 0
        const large = { name: `vídeo ${number}.png`, bytes: Buffer.concat([PNG, Buffer.alloc(1_100_000, 2)]) }
        const ticket = await person.files(`Chamado ${number} de hoje`, [
          { name, bytes },
          ...(isLarge ? [large] : []),
        ])
        await person.says(ticket, `Comentário sobre o ${number}.`, [
          { name: `nota ${number}.txt`, bytes: Buffer.from(`nota ${number}`) },
        ])
        if (number % 3 === 0) await person.closes(ticket, 1 + (number % 5))
      }
    }),
  )
  gateway.fuse.disarm()
  await gateway.control('PUT', 'faults', [])
  expect(await brokenInvariants(gateway, people)).toEqual([])
  expect(gateway.deaths()).toBeGreaterThanOrEqual(DEATHS)
}, 5_400_000)
