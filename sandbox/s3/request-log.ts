/** What was asked, for tests and people; the oldest entries go first. */
export type RequestEntry = {
  at: string
  /** The access key, if it was proven. */
  caller: string | null
  /** The operation, such as PutObject. */
  method: string | null
  /** Null: nothing was answered. */
  status: number | null
  /** Of bodies alone. */
  receivedBytes: number
  sentBytes: number
  /** Until the answer began. */
  durationMs: number
}

export type RequestLog = { add(entry: RequestEntry): void; list(): RequestEntry[]; clear(): void }

const MOST = 1000

export function createRequestLog(): RequestLog {
  let entries: RequestEntry[] = []
  return {
    add(entry) {
      entries.push(entry)
      if (entries.length >= 2 * MOST) entries = entries.slice(-MOST)
    },
    list: () => entries.slice(-MOST),
    clear() {
      entries = []
    },
  }
}
