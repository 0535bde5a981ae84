import type { Row } from '#sandbox/bitrix24/database.ts'
import type { Portal } from '#sandbox/bitrix24/portal.ts'

export type Person = { id: number; name: string }

const MOST = 500
/** João Tech, if nobody else was chosen. */
const FIRST_CHOICE = 42

/** Who can be played. */
export const activePeople = (portal: Portal): Person[] =>
  portal.db
    .all(`SELECT ID, NAME, LAST_NAME FROM users WHERE ACTIVE = 1 ORDER BY NAME, ID LIMIT ${MOST}`)
    .map(toPerson)

export function personNamed(portal: Portal, id: number): string | undefined {
  const row = portal.db.get('SELECT ID, NAME, LAST_NAME FROM users WHERE ID = ?', id)
  return row && toPerson(row).name
}

export const choose = (people: readonly Person[], id: number | undefined): Person =>
  people.find((one) => one.id === id) ??
  people.find((one) => one.id === FIRST_CHOICE) ??
  people[0] ?? { id: 1, name: '#1' }

const toPerson = ({ ID, NAME, LAST_NAME }: Row): Person => ({
  id: Number(ID),
  name: [NAME, LAST_NAME].filter(Boolean).join(' ') || `#${ID}`,
})
