export type LoggedRequest = {
  at: number
  address: string
  user: string
  method: string
  /** How many commands a batch held, else 0. */
  batch: number
  /** 0 when the connection was cut. */
  status: number
  outcome: 'served' | 'refused' | 'failed' | 'cut' | 'spoiled'
}
export type RequestLog = {
  add(request: LoggedRequest): void
  list(): LoggedRequest[]
  clear(): void
}

const MOST = 200_000

/** The last calls, oldest first. */
export function createRequestLog(): RequestLog {
  let requests: LoggedRequest[] = []
  return {
    add(request) {
      requests.push(request)
      if (requests.length > 2 * MOST) requests = requests.slice(-MOST)
    },
    list: () => requests.slice(-MOST),
    clear() {
      requests = []
    },
  }
}
