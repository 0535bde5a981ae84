import { boss } from './boss.ts'
import type { Contender } from './contender.ts'
import { graphile } from './graphile.ts'
import { ours } from './ours.ts'

export const CONTENDERS = {
  ours,
  'pg-boss 12.35': boss({ mostAtOnce: 500, perJobResults: true }),
  'pg-boss 12.35, a batch is one': boss({ mostAtOnce: 1_000, perJobResults: false }),
  'graphile-worker 0.18, 100 looks a second': graphile({ pollInterval: 10 }),
  'graphile-worker 0.18, 1 look a second': graphile({ pollInterval: 1_000 }),
} as const satisfies Record<string, Contender>
export type ContenderName = keyof typeof CONTENDERS

/** Those that promise what ours does: a job ends by itself, and an idle worker asks once a second. */
export const LIKE_OURS: readonly ContenderName[] = ['pg-boss 12.35', 'graphile-worker 0.18, 1 look a second']
