/** What is known of a thing in the CRM, from its row and from a reading of it. */
type Known = {
  crmModifiedAt: Date | null
  crmReadOrder: number | null
  /** Found missing in the CRM. */
  isMissing: boolean
}
type Read = {
  /** Drawn before the CRM was asked. */
  order: number
  modifiedAt: Date | null
  /** As the last reading of it that was written. */
  isSame: boolean
  /** It was asked for by name, or in a list of all that belongs to its deal; pages of what changed say less. */
  isWhole: boolean
}

/**
 * - `write`: it is newer
 * - `same`: nothing new
 * - `older`: never written
 * - `again`: nobody can tell, so it has to be read once more
 */
export type Judgement = 'write' | 'same' | 'older' | 'again'

/**
 * The CRM's own moment of change decides. It counts whole seconds, so within one of them the order of our readings does: what
 * began after the last one was written saw at least as much. Two that ran beside each other say nothing.
 */
export function judgeReading(known: Known, read: Read): Judgement {
  const isLater = known.crmReadOrder === null || read.order > known.crmReadOrder
  // What was deleted comes back by a later look at it alone.
  if (known.isMissing) return read.isWhole && isLater ? 'write' : 'again'
  const change = (read.modifiedAt?.getTime() ?? 0) - (known.crmModifiedAt?.getTime() ?? 0)
  if (read.modifiedAt !== null && known.crmModifiedAt !== null) {
    if (change < 0) return 'older'
    if (change > 0) return 'write'
  }
  if (read.isSame) return 'same'
  return isLater ? 'write' : 'again'
}

/** The CRM was asked for it, or for all of its kind, and it was not there. */
export function judgeMissing(known: Known, order: number): 'write' | 'same' | 'again' {
  if (known.isMissing) return 'same'
  return known.crmReadOrder === null || order > known.crmReadOrder ? 'write' : 'again'
}
