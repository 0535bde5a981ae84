import type { FieldRule, ProblemParams } from '#src/errors.ts'

/** Which text people get to read when a check of a calendar or policy fails. */
export const rule = (name: FieldRule, params: ProblemParams = {}) => ({ params: { rule: name, params } })
