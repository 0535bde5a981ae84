/** What a message is to the fuse: the end of a commit, a part of what may become one, or nothing. */
export type Saying = { kind: 'commit'; of: string } | { kind: 'unfinished' } | { kind: 'other' }

/** What a client asks in one go, up to where it wants an answer; `commitOf` names the tables that it makes last. */
type Asked = { commitOf: string | null }

/** Listens to both sides of one connection and knows what is a commit: https://www.postgresql.org/docs/18/protocol-flow.html */
export function createSpeech() {
  const statements = new Map<string, string>()
  const asked: Asked[] = []
  let asking: string[] = []
  let isInTransaction = false
  let written: string[] = []

  function finish(): Saying {
    let commitOf: string | null = null
    for (const text of asking) {
      const word = /^\s*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? ''
      if (word === 'begin' || word === 'start') {
        isInTransaction = true
        written = []
        continue
      }
      written.push(...tablesWrittenBy(text))
      if (word === 'commit' || word === 'rollback' || !isInTransaction) {
        // Savepoints are rolled back to without an end of the whole.
        if (/^\s*rollback\s+to/i.test(text)) continue
        if (word !== 'rollback' && written.length > 0) commitOf = [...new Set(written)].sort().join('+')
        isInTransaction = false
        written = []
      }
    }
    asking = []
    asked.push({ commitOf })
    return commitOf === null ? { kind: 'other' } : { kind: 'commit', of: commitOf }
  }

  return {
    ofClient(type: string, payload: Buffer): Saying {
      switch (type) {
        case 'Q':
          asking.push(textAt(payload, 0))
          return finish()
        case 'P': {
          const name = textAt(payload, 0)
          statements.set(name, textAt(payload, Buffer.byteLength(name) + 1))
          return { kind: 'unfinished' }
        }
        case 'B': {
          const portal = textAt(payload, 0)
          asking.push(statements.get(textAt(payload, Buffer.byteLength(portal) + 1)) ?? '')
          return { kind: 'unfinished' }
        }
        case 'S':
          return finish()
        case 'D':
        case 'E':
        case 'C':
          return { kind: 'unfinished' }
        default:
          return { kind: 'other' }
      }
    },
    ofServer(type: string): Saying {
      if (type !== 'Z') return asked[0]?.commitOf ? { kind: 'unfinished' } : { kind: 'other' }
      const commitOf = asked.shift()?.commitOf
      return commitOf ? { kind: 'commit', of: commitOf } : { kind: 'other' }
    },
  }
}

const WRITES =
  /\b(?:insert\s+into|(?<!for\s)(?<!do\s)(?<!no\skey\s)update(?:\s+only)?|delete\s+from)\s+"?([a-z_]+)"?/gi
/** Words behind `update` that are no tables. */
const NO_TABLES = new Set(['set', 'skip', 'nowait', 'of'])

function tablesWrittenBy(text: string): string[] {
  return [...text.matchAll(WRITES)].map(([, table = '']) => table).filter((table) => !NO_TABLES.has(table))
}

function textAt(payload: Buffer, start: number): string {
  return payload.toString('utf8', start, payload.indexOf(0, start))
}
