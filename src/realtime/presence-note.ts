import { z } from 'zod'
import type { TicketId, UserId } from '#src/ids.ts'

/** What somebody does at a ticket. `noting`: they write what the team alone will read, which is not even mentioned to others. */
export const DOINGS = ['looking', 'writing', 'noting'] as const
export type Doing = (typeof DOINGS)[number]
/** Null: they are gone. */
export type Entry = readonly [ticket: TicketId, user: UserId, name: string, doing: Doing | null]

const EntryShape = z
  .tuple([z.int(), z.int(), z.string(), z.enum(DOINGS).nullable()])
  .transform(([ticket, user, name, doing]): Entry => [ticket as TicketId, user as UserId, name, doing])
const NoteShape = z.object({
  from: z.string(),
  /** Counts what this gateway has said of its people; `beat` and `ask` repeat the last number. */
  n: z.int(),
  /** `all` replaces what was said before; `ask`: say all again; `bye`: this gateway is about to end. */
  kind: z.enum(['all', 'more', 'beat', 'ask', 'bye']),
  entries: z.array(EntryShape).default([]),
})
export type Note = z.output<typeof NoteShape>

/** Null: not one of ours, or of a version that knows more. */
export function readNote(text: string): Note | null {
  try {
    return NoteShape.safeParse(JSON.parse(text)).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** A signal of Postgres has at most 7,999 bytes; the rest of a note is small. */
const MOST_BYTES = 7_500

/** As many parts as it takes for each to fit into a signal; at least one. */
export function inParts(entries: readonly Entry[]): Entry[][] {
  const parts: Entry[][] = [[]]
  let bytes = 0
  for (const entry of entries) {
    const size = Buffer.byteLength(JSON.stringify(entry)) + 1
    if (bytes + size > MOST_BYTES) {
      parts.push([])
      bytes = 0
    }
    bytes += size
    parts.at(-1)?.push(entry)
  }
  return parts
}
