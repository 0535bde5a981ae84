export const READ_AT_ONCE = 50

/** Everything of a deal, as a mirror needs it. */
export const LIST = { entityTypeId: 2, select: ['*'], order: { id: 'ASC' } }

export type Page = { items: { id: number }[] }
export type ReadTold = { ids: number }
