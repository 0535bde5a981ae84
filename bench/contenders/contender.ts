import type postgres from 'postgres'

/** What every contender is asked to do. */
export type Load = { key: string | null; number: number }
/** A worker that is at work. */
export type AtWork = { stop(): Promise<void> }

export type Contender = {
  /** Brings the empty database up to its schema. */
  prepare(url: string): Promise<void>
  /** All at once, by whatever it has for many. */
  promiseMany(url: string, loads: readonly Load[]): Promise<void>
  /** For promises one by one, as a request makes them. */
  connect(
    url: string,
    isKeyed: boolean,
  ): Promise<{ promise(load: Load): Promise<unknown>; close(): Promise<void> }>
  /** `keys`: how many there are, since the best settings depend on it; 0: the jobs have none. */
  work(url: string, keys: number, done: (load: Load) => Promise<void> | void): Promise<AtWork>
  /** How many are not done, as its tables say. */
  left(sql: postgres.Sql): Promise<number>
}
