import { expect, test } from 'vitest'
import { PNG } from '#test/files/samples.ts'
import { brokenInvariants } from './broken-invariants.ts'
import { Employee } from './employee.ts'
import { type FrailGateway, startFrailGateway } from './frail-gateway.ts'

/** Beside the first pass all of them, or every fifth: the whole takes minutes. */
const IS_WHOLE = process.env.CHAOS === 'full'
const EVERY = IS_WHOLE ? 1 : 5
const LONGEST_MS = IS_WHOLE ? 5_400_000 : 900_000
/** What goes on by itself, and is about no ticket. */
const OTHERS =
  /commit (?:noted_tickets\+ticket_facts|account_letters|attempts|sessions|key_checks|crm_dictionaries|crm_\w+\+crm_dictionaries|crm_buckets #(?:[3-9]|\d\d))/

const SMALL = { name: 'tela.png', bytes: PNG }
/** Too large for a comment: it goes to the CRM's Disk in two steps. */
const LARGE = { name: 'gravação.png', bytes: Buffer.concat([PNG, Buffer.alloc(1_200_000, 7)]) }

/** Files a ticket with two files, comments with one, closes with a rating; until all of it is in the CRM. */
async function livesThrough(gateway: FrailGateway, person: Employee, title: string): Promise<void> {
  const ticket = await person.files(title, [SMALL, LARGE])
  await person.says(ticket, `${title}: já tentei reiniciar`, [{ ...SMALL, name: 'depois.png' }])
  await person.closes(ticket, 5)
  await gateway.settle()
}

test(
  'I1, I5, I7: killed once before and after every commit, every call to the CRM and to the file store',
  async () => {
    await using gateway = await startFrailGateway({ CRM_RATE: '40', CRM_BURST: '200', CRM_WAIT_MS: '300' })
    await gateway.control('PUT', 'limits', { enabled: true, rate: 40, burst: 200 })
    const { fuse } = gateway
    const people: Employee[] = []
    const someone = async (name: string) => {
      const person = new Employee(await gateway.hire(name), gateway)
      people.push(person)
      return person
    }

    const nobodyDies = await someone('Vera Calma')
    fuse.forget()
    await livesThrough(gateway, nobodyDies, 'Sem energia na filial')
    const steps = fuse.steps().filter((step) => !OTHERS.test(step))
    expect(await brokenInvariants(gateway, people)).toEqual([])
    expect(steps).toEqual(expect.arrayContaining([expect.stringMatching(/^after crm crm\.item\.add/)]))

    const missed: string[] = []
    for (const [index, step] of steps.entries()) {
      if (index % EVERY !== 0) continue
      const person = await someone(`Pessoa ${index}`)
      fuse.forget()
      fuse.arm((name) => name === step)
      await livesThrough(gateway, person, `Chamado da morte ${index}`)
      if (process.env.CHAOS_LOG)
        process.stderr.write(
          `${Math.round(performance.now())} ${index}/${steps.length} ${step} ${fuse.blownAt()}\n`,
        )
      if (fuse.blownAt() === null) missed.push(step)
      fuse.disarm()
      await gateway.whenUp()
    }
    expect(await brokenInvariants(gateway, people)).toEqual([])
    // What goes on at the same time is not in the same order twice, so that a few steps do not come again.
    expect(gateway.deaths(), `not met again: ${missed.join(', ')}`).toBeGreaterThan(steps.length / EVERY / 2)
  },
  LONGEST_MS,
)
