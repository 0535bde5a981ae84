import { DomainError } from '#src/errors.ts'

/** The versions that a change may be made to; null: any; undefined: nobody said. */
export type Match = readonly number[] | null | undefined

/** Two who changed the same at once: the second is told. */
export function refuseOtherVersion({ version }: { version: number }, match: Match): void {
  if (match === undefined) throw new DomainError('if-match-required')
  if (match && !match.includes(version)) throw new DomainError('version-conflict', { version })
}
