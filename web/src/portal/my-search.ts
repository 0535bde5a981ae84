export const SHOWING = ['all', 'waiting', 'unread', 'watching'] as const
export type Showing = (typeof SHOWING)[number]
/** As it stands in the address, so that the way back leads to the same rows. */
export type MySearch = { q?: string; show?: Exclude<Showing, 'all'> }

export function readMySearch({ q, show }: Record<string, unknown>): MySearch {
  const showing = SHOWING.filter((one) => one !== 'all').find((one) => one === show)
  const text = typeof q === 'string' ? q.slice(0, 200) : ''
  return { ...(text && { q: text }), ...(showing && { show: showing }) }
}
