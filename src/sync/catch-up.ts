import type { Config, Ports } from '#src/ports.ts'
import { CrmError } from '#src/providers/crm-provider.ts'
import { checkNumbers } from './check-numbers.ts'
import { ClaimLost } from './cursor.ts'
import { createOfflineFollower } from './follow-offline.ts'
import { sweep } from './sweep.ts'

type Needed = Pick<Ports, 'db' | 'crm' | 'log' | 'clock' | 'stageMap'>

/** How often each gateway looks whether it is its turn: a sweeper that was killed is replaced by the end of its lease and this. */
const LOOK_EVERY_MS = 2_000
const FETCH_EVERY_MS = 10_000
const CHECK_EVERY_MS = 60_000

/** What keeps the mirror right though nobody tells us anything. */
export function catchUp(
  ports: Needed,
  { crm: { pipelines, sweepSeconds }, timeZone }: Pick<Config, 'crm' | 'timeZone'>,
) {
  if (sweepSeconds === 0) return {}
  const needs = { ...ports, pipelines, timeZone }
  const fetchOffline = createOfflineFollower(ports)
  const patiently = (run: (signal: AbortSignal) => Promise<unknown>) => async (signal: AbortSignal) => {
    try {
      await run(signal)
    } catch (error) {
      if (signal.aborted) return
      // Whoever has it now goes on from what was kept; a CRM that is away is asked again.
      if (!(error instanceof CrmError || error instanceof ClaimLost)) throw error
      ports.log.debug({ err: error }, 'the mirror catches up later')
    }
  }
  return {
    sweep: {
      everyMs: LOOK_EVERY_MS,
      run: patiently((signal) => sweep(needs, { everyS: sweepSeconds, signal })),
    },
    'check-numbers': { everyMs: CHECK_EVERY_MS, run: patiently((signal) => checkNumbers(needs, { signal })) },
    ...(ports.crm.offline && {
      'follow-offline': { everyMs: FETCH_EVERY_MS, run: patiently((signal) => fetchOffline(signal)) },
    }),
  }
}
