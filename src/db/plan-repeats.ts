import type postgres from 'postgres'

/** What is made so often is planned once on each connection; before that it may be one of many that differ by the length of a list. */
const REPEATS = 5
const MOST_PLANNED = 250
const MOST_COUNTED = 2_000
const LONGEST = 20_000

/**
 * The same client, on which statements that come again and again are planned once. Drizzle has each planned every time, and asks for
 * the types of its parameters before it sends them; so this saves half of the trips, too.
 */
export function planRepeats(client: postgres.Sql): postgres.Sql {
  const counted = new Map<string, number>()
  const planned = new Set<string>()

  function isPlanned(text: string): boolean {
    if (planned.has(text)) return true
    if (planned.size >= MOST_PLANNED || text.length > LONGEST) return false
    const times = (counted.get(text) ?? 0) + 1
    if (times < REPEATS) {
      if (counted.size >= MOST_COUNTED) counted.clear()
      counted.set(text, times)
      return false
    }
    counted.delete(text)
    planned.add(text)
    return true
  }

  function wrap<Client extends postgres.Sql | postgres.TransactionSql>(inner: Client): Client {
    const unsafe: postgres.Sql['unsafe'] = (text, parameters, options) =>
      inner.unsafe(text, parameters, {
        ...options,
        prepare: parameters !== undefined && parameters.length > 0 && isPlanned(text),
      })
    return new Proxy(inner, {
      get(target, name) {
        if (name === 'unsafe') return unsafe
        const value: unknown = Reflect.get(target, name)
        // Drizzle passes the work alone to both.
        return name === 'begin' || name === 'savepoint' ? nested(value as Nesting) : value
      },
    })
  }

  const nested =
    (begin: Nesting): Nesting =>
    (work) =>
      begin((tx) => work(wrap(tx)))

  return wrap(client)
}

type Nesting = (work: (tx: postgres.TransactionSql) => Promise<unknown>) => Promise<unknown>
