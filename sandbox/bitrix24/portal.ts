import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { type Database, openDatabase } from './database.ts'
import { createTables } from './tables.ts'

/** Who does something in the portal, and through which application. */
export type Actor = { userId: number; clientId?: string | undefined; authConnector?: string | undefined }

export type EventData = Record<string, string | number | Record<string, string | number>>
export type Change = {
  event: string
  data: EventData
  /** The object that changed; offline queues keep one row for each. */
  object: string
  actor: Actor
}

/** A Bitrix24 portal: its rows, its clock, its files, and word of what changes. */
export type Portal = {
  db: Database
  folder: string
  /** Where clients reach it, without a slash at the end. */
  readonly address: string
  readonly domain: string
  /** Of its authorization server, which stays where it is whatever the portal is called. */
  authAddress: string
  /** Until the next start. */
  rename(address: string): void
  memberId: string
  /** Unix seconds by the portal's own clock. */
  now(): number
  forwardClock(seconds: number): void
  /** Does it wholly or not at all; what was announced meanwhile is told after it is done. */
  write<T>(actor: Actor, work: () => T): T
  announce(event: string, object: string, data: EventData): void
  /** What happens meanwhile is told to nobody. */
  quietly(work: () => void): void
  /** `announced` while the change is being written, `change` when it is there to stay. */
  changes: EventEmitter<{ announced: [Change]; change: [Change] }>
  setting<T>(name: string, otherwise: T): T
  keepSetting(name: string, value: unknown): void
  close(): void
}

export function openPortal({ folder, address }: { folder: string; address: string }): Portal {
  fs.mkdirSync(path.join(folder, 'files'), { recursive: true })
  sweepUploads(path.join(folder, 'files'))
  const db = openDatabase(path.join(folder, 'portal.sqlite'))
  createTables(db)
  const changes: Portal['changes'] = new EventEmitter()
  let isQuiet = false
  let renamedTo: string | undefined
  let writing: { actor: Actor; announced: Change[] } | undefined

  function setting<T>(name: string, otherwise: T): T {
    const row = db.get('SELECT VALUE FROM settings WHERE NAME = ?', name)
    return row ? (JSON.parse(String(row.VALUE)) as T) : otherwise
  }
  function keepSetting(name: string, value: unknown): void {
    db.run('INSERT OR REPLACE INTO settings (NAME, VALUE) VALUES (?, ?)', name, JSON.stringify(value))
  }
  let clockOffsetSeconds = setting('clockOffsetSeconds', 0)
  const memberId = setting('memberId', randomBytes(16).toString('hex'))
  keepSetting('memberId', memberId)

  return {
    db,
    folder,
    get address() {
      return renamedTo ?? address
    },
    get domain() {
      return new URL(renamedTo ?? address).host
    },
    authAddress: address,
    rename(to) {
      renamedTo = to
    },
    memberId,
    now: () => Date.now() / 1_000 + clockOffsetSeconds,
    forwardClock(seconds) {
      clockOffsetSeconds += seconds
      keepSetting('clockOffsetSeconds', clockOffsetSeconds)
    },
    write(actor, work) {
      if (writing) return work()
      const mine = { actor, announced: [] as Change[] }
      writing = mine
      let result: ReturnType<typeof work>
      try {
        result = db.transaction(work)
      } finally {
        writing = undefined
      }
      for (const change of mine.announced) changes.emit('change', change)
      return result
    },
    announce(event, object, data) {
      if (!writing) throw new Error(`${event} was announced outside of a change`)
      if (isQuiet) return
      const change = { event, object, data, actor: writing.actor }
      writing.announced.push(change)
      changes.emit('announced', change)
    },
    quietly(work) {
      isQuiet = true
      try {
        work()
      } finally {
        isQuiet = false
      }
    },
    changes,
    setting,
    keepSetting,
    close: () => db.close(),
  }
}

/** The second in which something happens: the portal keeps no finer time. */
export const secondOf = (portal: Portal) => Math.floor(portal.now())

/** What a killed process had not received to the end. */
function sweepUploads(folder: string): void {
  for (const file of fs.readdirSync(folder))
    if (file.startsWith('upload-')) fs.rmSync(path.join(folder, file))
}
