import type { DealId } from '#src/ids.ts'

/** Numbers behind `after`, up to `last` included. */
export type Section = { after: DealId; last: DealId }

/**
 * Whoever reads page by page cannot know where the next one begins before he has this one. So numbers are read in several
 * sections side by side, whose pages leave together; each a whole number of pages, so that where numbers are dense none ends
 * with one that is not full.
 */
export function sectionsOf({ first, last }: { first: number; last: number }, most: number): Section[] {
  const length = Math.max(1, Math.ceil((last - first + 1) / most / PAGE)) * PAGE
  const sections: Section[] = []
  for (let after = first - 1; after < last; after += length)
    sections.push({ after: after as DealId, last: Math.min(after + length, last) as DealId })
  return sections
}

const PAGE = 50
