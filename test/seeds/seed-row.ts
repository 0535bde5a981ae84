import { expect } from 'vitest'

export const SEEDS = ['IBORA', 'ES-CHAT', 'RU-SPEC', 'ASTRO'] as const
type Seed = (typeof SEEDS)[number]

export type Who = 'visitor' | 'maria' | 'pedro' | 'joao' | 'ana' | 'rita'

/**
 * What a client of one of the help desks before this one asks, as it is asked here: by our path, with the fields that it sends,
 * and with the facts that it needs of the answer. `{name}` stands for what an earlier row has kept under that name.
 */
export type SeedRow = {
  seed: Seed
  /** Of the seed. Several rows may tell of one, for several of its facts. */
  endpoint: string
  /** Lines of the feature list. */
  ids: string
  who: Who
  ours: string
  /** A form is made when it is sent. */
  body?: object | (() => FormData)
  status: number
  facts?: object
  /** Under which name something of the answer is needed later. */
  keeps?: Readonly<Record<string, string>>
}

/** A page of the list that has this one among others. */
export const among = (one: object) => ({ items: expect.arrayContaining([expect.objectContaining(one)]) })
export const aNumber = expect.any(Number)
export const aText = expect.any(String)
export const aMoment = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
