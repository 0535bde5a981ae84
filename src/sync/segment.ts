import * as fs from 'node:fs/promises'
import * as path from 'node:path'
import * as z from 'zod'
import type { CrmEvent } from '#src/providers/crm-event.ts'

export type SpilledEvent = CrmEvent & { receivedAt: string }
/** A file of the spill, read. */
export type Segment = { file: string; name: string; events: SpilledEvent[]; unreadable: number }

const Line = z.strictObject({
  kind: z.string().max(24),
  name: z.string().max(100),
  objectId: z.int().nullable(),
  body: z.string(),
  receivedAt: z.iso.datetime(),
})

/** null: it is gone, so somebody else has brought it to Postgres. */
export async function readSegment(file: string): Promise<Segment | null> {
  let text: string
  try {
    text = await fs.readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const lines = text.split('\n')
  // Behind the last end of a line stands nothing, or half an event, which was never said to be kept.
  lines.pop()
  const events = lines.flatMap((line) => readLine(line) ?? [])
  const name = path.basename(file, '.events')
  return { file, name, events, unreadable: lines.length - events.length }
}

function readLine(line: string): SpilledEvent | null {
  try {
    // Its kind was one of ours when it was written.
    return Line.parse(JSON.parse(line)) as SpilledEvent
  } catch {
    // Counted by whoever asked.
    return null
  }
}
