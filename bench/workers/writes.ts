import { job, tell } from './worker.ts'

/** Which writes were answered well, and which the caller has to believe undone or does not know of. */
export type WriteTold = { done: string[] } | { failed: string[]; code: string }

let count = 0

export function newWrite(): { originId: string; params: object } {
  count += 1
  const originId = `${job.bucket}/${job.name}/${count}`
  return {
    originId,
    params: { entityTypeId: 2, fields: { title: 'Chamado', categoryId: 19, originId, opportunity: 10 } },
  }
}

export const tellDone = (done: string[]) => tell({ done } satisfies WriteTold)

export function tellFailed(failed: string[], error: unknown): void {
  const { code = 'unknown' } = error as { code?: string }
  tell({ failed, code } satisfies WriteTold)
}
