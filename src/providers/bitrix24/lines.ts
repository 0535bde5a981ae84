import type { Priority } from '#src/providers/crm-provider.ts'

/** So often people go first while others wait too. */
const PEOPLE_IN_A_ROW = 3

/** Those who wait for a place: people in one line, all other work in the other. */
export function createLines<T extends object>() {
  const lines: Record<Priority, T[]> = { people: [], background: [] }
  let peopleInARow = 0

  return {
    join: (priority: Priority, one: T) => void lines[priority].push(one),
    isAnybodyThere: () => lines.people.length + lines.background.length > 0,
    /** Whose turn it is. */
    next(): Priority {
      if (lines.people.length === 0) return 'background'
      return lines.background.length > 0 && peopleInARow >= PEOPLE_IN_A_ROW ? 'background' : 'people'
    },
    /** Those who leave together: the first, and with it the next ones that need not go alone. */
    take(priority: Priority, most: number, goesAlone: (one: T) => boolean): T[] {
      peopleInARow = priority === 'people' ? peopleInARow + 1 : 0
      const line = lines[priority]
      const first = line.shift()
      if (first === undefined) return []
      const group = [first]
      if (goesAlone(first)) return group
      for (let index = 0; index < line.length && group.length < most; ) {
        const next = line[index]
        if (next !== undefined && !goesAlone(next)) group.push(...line.splice(index, 1))
        else index += 1
      }
      return group
    },
    /** Everybody, who is then no longer in line. */
    clear: () => [...lines.people.splice(0), ...lines.background.splice(0)],
    lengths: (): Record<Priority, number> => ({
      people: lines.people.length,
      background: lines.background.length,
    }),
  }
}
