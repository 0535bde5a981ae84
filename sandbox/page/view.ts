import type { Person } from './read-people.ts'
import type { Language, Texts } from './texts.ts'

/** In whose language a page speaks, and what its moments are compared with. */
export type View = { language: Language; texts: Texts; now: number }

/** The page of somebody who plays the CRM's people. */
export type CrmView = View & {
  path: string
  people: readonly Person[]
  acting: Person
  author: Person
}

/** What a form could not take, and what was typed. */
export type Problem = { form: string; field: string; message: string; values: URLSearchParams }
