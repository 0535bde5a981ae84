import { type Html, html } from './html.ts'
import type { Person } from './read-people.ts'

export const personOptions = (people: readonly Person[], chosen: Person): Html[] =>
  people.map(
    ({ id, name }) => html`<option value="${id}"${id === chosen.id && html` selected`}>${name}</option>`,
  )
