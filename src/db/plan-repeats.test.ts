import type postgres from 'postgres'
import { expect, test } from 'vitest'
import { planRepeats } from './plan-repeats.ts'

/** Notes of each statement whether it is to be planned once. */
function openFake() {
  const made: { text: string; isPlanned: boolean }[] = []
  const fake = {
    unsafe(text: string, _parameters: unknown, options: { prepare: boolean }) {
      made.push({ text, isPlanned: options.prepare })
    },
    begin: (work: (tx: unknown) => unknown) => work(fake),
  }
  // As much of the client as is used here.
  const client = planRepeats(fake as unknown as postgres.Sql)
  return { client, made }
}
const isPlanned = ({ isPlanned }: { isPlanned: boolean }) => isPlanned

test('what comes again and again is planned once, in transactions too', async () => {
  const { client, made } = openFake()
  for (let times = 0; times < 3; times++) void client.unsafe('select $1', [1])
  await client.begin(async (tx) => {
    for (let times = 0; times < 3; times++) void tx.unsafe('select $1', [1])
  })
  expect(made.map(isPlanned)).toEqual([false, false, false, false, true, true])
})

test('statements without parameters, and those that come once each, are planned as they come', () => {
  const { client, made } = openFake()
  for (let times = 0; times < 10; times++) void client.unsafe('commit', [])
  for (let length = 0; length < 5_000; length++) void client.unsafe(`select ${length}, $1`, [1])
  expect(made.some(isPlanned)).toBe(false)
})

test('no connection keeps more plans than it has room for', () => {
  const { client, made } = openFake()
  for (let text = 0; text < 1_000; text++)
    for (let times = 0; times < 5; times++) void client.unsafe(`select ${text}, $1`, [1])
  expect(made.filter(isPlanned).length).toBe(250)
})
