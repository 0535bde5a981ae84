import { boss } from './boss.ts'
import type { Contender } from './contender.ts'
import { graphile } from './graphile.ts'
import { ours } from './ours.ts'

export const CONTENDERS = {
  ours,
  'pg-boss 12.35': boss,
  'graphile-worker 0.18': graphile,
} as const satisfies Record<string, Contender>
export type ContenderName = keyof typeof CONTENDERS
