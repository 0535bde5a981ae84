import type { DictionaryName } from '#src/db/crm-schema.ts'
import type { CrmUserId } from '#src/ids.ts'
import type { Ports } from '#src/ports.ts'
import { CrmError, type Priority } from '#src/providers/crm-provider.ts'
import { claimList, landReading } from './claim-list.ts'
import {
  type CrmPersonRow,
  haveStages,
  listDepartments,
  listPeople,
  listStages,
  personByEmail,
  personById,
  type Stage,
  stageById,
} from './lists.ts'
import { readList } from './read-list.ts'
import { storeList } from './store-list.ts'

/** How the CRM calls things, kept here, since it tells nobody when that changes. None of this fails because it is away. */
export type Dictionaries = {
  /** Reads again what is old, unless another gateway does. */
  refresh(): Promise<void>
  /** Also of what is gone meanwhile. null: the CRM does not list it, or cannot say now; show the id. */
  findStage(stageId: string): Promise<Stage | null>
  findPerson(id: CrmUserId): Promise<CrmPersonRow | null>
  /** Who has this address in the CRM and is there today, as far as it is known here. Asks the CRM nothing. */
  findPersonByEmail(email: string): Promise<CrmPersonRow | null>
  /** As known here, in their order. Asks the CRM nothing. */
  stagesOf(pipelineId: number): Promise<Stage[]>
  /** As the CRM lists them today. Asks the CRM nothing. */
  departments(): Promise<{ name: string }[]>
  /** Whether the CRM has told us its people at all. */
  havePeople(): Promise<boolean>
  /** We stop: a refresh waits for the CRM no more, no look begins to, and what it still answers is not stored. */
  close(): void
}

type Needed = Pick<Ports, 'db' | 'crm' | 'log'> & { pipelines: readonly number[]; longestWaitMs?: number }

const NAMES = ['pipelines', 'people', 'departments'] as const satisfies readonly DictionaryName[]
const OLD_S = 600
/** A person who looks at a page waits for a name, but not for long. */
const LONGEST_WAIT_MS = 3_000
const MOST_UNLISTED = 1_000

export function createDictionaries({
  db,
  crm,
  log,
  pipelines,
  longestWaitMs = LONGEST_WAIT_MS,
}: Needed): Dictionaries {
  const underWay = new Map<DictionaryName, Promise<boolean>>()
  const failing = new Set<DictionaryName>()
  /** Ids that a list did not have when it was read for their sake: robots and the like, which never will be in one. */
  const unlisted = new Set<string | number>()
  const closed = Promise.withResolvers<void>()
  let isClosed = false

  /** Whether it was read just now; whoever asks meanwhile waits for the same reading. */
  function readAgain(name: DictionaryName, olderThanS: number, priority: Priority): Promise<boolean> {
    const same = underWay.get(name)
    if (same) return same
    const reading = readAndStore(name, olderThanS, priority).finally(() => underWay.delete(name))
    underWay.set(name, reading)
    return reading
  }

  async function readAndStore(name: DictionaryName, olderThanS: number, priority: Priority) {
    const triedAt = await claimList(db, name, olderThanS)
    if (triedAt === null) return false
    try {
      const lists = await readList(crm, name, pipelines, { priority })
      if (isClosed) return false
      await db.transaction(async (tx) => {
        if (!(await landReading(tx, name, triedAt))) return
        for (const list of lists) await storeList(tx, list)
      })
    } catch (error) {
      if (!(error instanceof CrmError)) throw error
      // Once, and not at every try until it works again.
      if (!failing.has(name) && !isClosed)
        log.warn({ err: error, list: name }, 'a list of the CRM cannot be read')
      failing.add(name)
      return false
    }
    if (failing.delete(name)) log.info({ list: name }, 'a list of the CRM can be read again')
    return true
  }

  async function find<Row>(name: DictionaryName, id: string | number, look: () => Promise<Row | null>) {
    const known = await look()
    if (known !== null || unlisted.has(id) || isClosed) return known
    // A reading that began before may be older than what is looked for.
    const isOurs = !underWay.has(name)
    const reading = readAgain(name, 0, 'people').catch((error: unknown) => {
      log.error({ err: error, list: name }, 'a list of the CRM could not be stored')
      return false
    })
    const wasRead = await Promise.race([reading, afterWait(longestWaitMs)])
    const found = await look()
    if (found === null && wasRead && isOurs) {
      if (unlisted.size >= MOST_UNLISTED) unlisted.clear()
      unlisted.add(id)
    }
    return found
  }

  return {
    async refresh() {
      const oldS = {
        pipelines: (await haveStages(db, pipelines)) ? OLD_S : 0,
        people: OLD_S,
        departments: OLD_S,
      }
      const readings = NAMES.map((name) => readAgain(name, oldS[name], 'background'))
      await Promise.race([Promise.all(readings), closed.promise])
    },
    findStage: (stageId) => find('pipelines', stageId, () => stageById(db, stageId)),
    findPerson: (id) => find('people', id, () => personById(db, id)),
    findPersonByEmail: (email) => personByEmail(db, email),
    departments: () => listDepartments(db),
    stagesOf: (pipelineId) => listStages(db, pipelineId),
    havePeople: async () => (await listPeople(db)).length > 0,
    close() {
      isClosed = true
      closed.resolve()
    },
  }
}

const afterWait = (ms: number) =>
  new Promise<false>((resolve) => {
    setTimeout(resolve, ms, false).unref()
  })
