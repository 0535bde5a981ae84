import type { JobInHand } from './worker.ts'

/** How a job calls the CRM: whoever was late already is in no hurry, so that a backlog never stands before a person. */
export const callingOf = ({ lane, mayExist, brokenOffAt }: JobInHand) => ({
  priority: lane === 'people' ? ('people' as const) : ('background' as const),
  mayExist,
  ...(brokenOffAt && { brokenOffAt }),
})
