export type Params = Record<string, unknown>

const MOST_LEVELS = 20

/** `filter[>ID]=5&select[]=ID`, nested by brackets as PHP does it. */
export function parsePhpQuery(query: string): Params {
  const pairs = query
    .split('&')
    .filter((part) => part !== '')
    .map((part): [string, string] => {
      const at = part.indexOf('=')
      return at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))]
    })
  return nestPairs(pairs)
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    // A stray percent sign is taken as it stands.
    return spaced
  }
}

export function nestPairs(pairs: Iterable<readonly [string, unknown]>): Params {
  const tree = new Map<string, unknown>()
  for (const [name, value] of pairs) place(tree, pathOf(name), value)
  return Object.fromEntries([...tree].map(([key, value]) => [key, settle(value)]))
}

function pathOf(name: string): string[] {
  const open = name.indexOf('[')
  if (open <= 0) return [name]
  const inner = [...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map(([, key = '']) => key)
  return [name.slice(0, open), ...inner].slice(0, MOST_LEVELS)
}

function place(tree: Map<string, unknown>, [key = '', ...rest]: string[], value: unknown): void {
  const name = key === '' && tree.size > 0 ? String(nextIndex(tree)) : key === '' ? '0' : key
  if (rest.length === 0) {
    tree.set(name, value)
    return
  }
  const there = tree.get(name)
  const branch = there instanceof Map ? (there as Map<string, unknown>) : new Map<string, unknown>()
  tree.set(name, branch)
  place(branch, rest, value)
}

const nextIndex = (tree: Map<string, unknown>) =>
  Math.max(-1, ...[...tree.keys()].filter((key) => /^\d+$/.test(key)).map(Number)) + 1

const settle = (value: unknown): unknown =>
  value instanceof Map ? phpArray(new Map([...value].map(([key, one]) => [key, settle(one)]))) : value

/** PHP knows one kind of array: it is a JSON list when its keys are 0, 1, 2..., in that order, also when there are none. */
export function phpArray(entries: Map<string, unknown>): unknown {
  const isList = [...entries.keys()].every((key, index) => key === String(index))
  return isList ? [...entries.values()] : Object.fromEntries(entries)
}
