import { once } from 'node:events'

/** What a worker process is told at its start. */
export type Job = {
  name: string
  webhookUrl: string
  databaseUrl: string
  /** A row of its own in the shared bucket for each run, since the portal's begins empty too. */
  bucket: string
  how: string
  /** Ids of deals: where reading begins and ends. */
  first: number
  last: number
}

// The team that forks us writes it.
export const job = JSON.parse(process.argv[2] ?? '{}') as Job

export async function beginTogether(): Promise<void> {
  const begun = once(process, 'message')
  process.send?.('ready')
  await begun
}

export function tell(message: object): void {
  process.send?.(message)
}

/** So that nothing told is lost, and no connection keeps us. */
export function end(message: object): void {
  process.send?.(message, undefined, undefined, () => process.exit(0))
}
