import { expect, test } from 'vitest'
import { createBreaker } from './breaker.ts'

function aged() {
  let nowMs = 0
  const breaker = createBreaker(() => new Date(nowMs))
  return { breaker, forward: (ms: number) => (nowMs += ms) }
}
const fail = ({ breaker }: ReturnType<typeof aged>, times: number) => {
  for (let time = 0; time < times; time++) breaker.failed()
}

test('a CRM that fails now and then is called on', () => {
  const world = aged()
  for (let round = 0; round < 10; round++) {
    fail(world, 4)
    world.breaker.succeeded()
  }
  expect(world.breaker.state()).toBe('closed')
})

test('after five failures in a row only a probe goes, and each that fails makes the wait longer', () => {
  const world = aged()
  fail(world, 5)
  expect(world.breaker.isShut()).toBe(true)
  world.forward(1_000)
  expect(world.breaker.isShut(), 'one probe').toBe(false)
  world.breaker.began()
  expect(world.breaker.isShut(), 'and no second beside it').toBe(true)
  fail(world, 1)
  world.forward(1_000)
  expect(world.breaker.isShut()).toBe(true)
  world.forward(1_000)
  expect(world.breaker.isShut()).toBe(false)
  world.breaker.succeeded()
  expect(world.breaker.state()).toBe('closed')
  expect(world.breaker.isShut()).toBe(false)
})

test('the wait never grows beyond two seconds', () => {
  const world = aged()
  fail(world, 50)
  world.forward(2_000)
  expect(world.breaker.isShut()).toBe(false)
})

test('a probe that hangs keeps no other from finding that the CRM is back', () => {
  const world = aged()
  fail(world, 50)
  world.forward(2_000)
  world.breaker.began()
  expect(world.breaker.retryAt(), 'it may tell soon').toEqual(new Date(3_000))
  world.forward(1_999)
  expect(world.breaker.retryAt()).toEqual(new Date(4_000))
  expect(world.breaker.isShut()).toBe(true)
  world.forward(1)
  expect(world.breaker.isShut()).toBe(false)
  world.breaker.began()
  world.breaker.succeeded()
  expect(world.breaker.state()).toBe('closed')
})

test('a CRM that has blocked us is probed once in a quarter of an hour, until it serves us again', () => {
  const world = aged()
  world.breaker.stop()
  for (const round of [1, 2]) {
    world.forward(15 * 60_000 - 1)
    expect(world.breaker.isShut(), `${round}: not yet`).toBe(true)
    world.forward(1)
    expect(world.breaker.isShut(), `${round}: one probe`).toBe(false)
    world.breaker.began()
    fail(world, 1)
  }
  expect(world.breaker.isStopped()).toBe(true)
  world.breaker.succeeded()
  expect(world.breaker.isStopped(), 'by an answer that was under way before').toBe(true)
  world.breaker.began()
  world.breaker.succeeded()
  expect([world.breaker.isStopped(), world.breaker.state()]).toEqual([false, 'closed'])
})
