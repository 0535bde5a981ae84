import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRooms, type Line, type Room } from './rooms.ts'
import { createSeqs } from './seqs.ts'

type Answer = { ok: boolean; code?: string; seq?: number; resync?: boolean }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A gateway that writes down what it is asked, and answers that all is well. */
function listening() {
  const asked: string[] = []
  const answers = new Map<string, Answer>()
  const read: (Room | null)[] = []
  const seqs = createSeqs()
  const write = (event: string, about: object) =>
    asked.push(`${event} ${JSON.stringify(Object.values(about))}`)
  const socket = {
    id: 'first',
    connected: true,
    emit: write,
    async emitWithAck(event: string, about: object) {
      write(event, about)
      return answers.get(event) ?? { ok: true, seq: 10 }
    },
  }
  // Of a line only what rooms say on it.
  const line = socket as unknown as Line
  const first: { seq: number | null } = { seq: null }
  const rooms = createRooms({
    ...{ line: () => line, seqs, seqAtFirst: () => first.seq },
    readAfresh: (room) => read.push(room),
  })
  return { first, rooms, seqs, socket, answers, asked: () => asked.splice(0), read: () => read.splice(0) }
}
const passing = (ms: number) => vi.advanceTimersByTimeAsync(ms)

test('a page that is drawn twice at once enters once, and leaves when nobody is there any more', async () => {
  const { rooms, asked } = listening()
  rooms.enter({ ticketId: 7 })()
  const leave = rooms.enter({ ticketId: 7 })
  const leaveToo = rooms.enter({ ticketId: 7 })
  await passing(1_000)
  expect(asked()).toEqual(['join_ticket [7]'])
  leave()
  await passing(1_000)
  expect(asked()).toEqual([])
  leaveToo()
  await passing(1_000)
  expect(asked()).toEqual(['leave_ticket [7]'])
})

test('who leaves and comes again before and after it was noticed is in', async () => {
  const { rooms, asked } = listening()
  rooms.enter({ ticketId: 7 })()
  rooms.enter({ ticketId: 7 })()
  await passing(50)
  rooms.enter({ ticketId: 7 })
  await passing(1_000)
  expect(asked()).toEqual(['join_ticket [7]'])
})

test('a room is new to whoever was not in it, whatever is known of others', async () => {
  const { rooms, seqs, asked, read } = listening()
  rooms.enter('dashboard')
  await rooms.enterAll()
  expect(seqs.since()).toBe(10)
  asked()
  read()
  rooms.enter({ ticketId: 7 })
  await passing(0)
  expect(asked()).toEqual(['join_ticket [7]'])
  expect(read(), 'what was read before may be older').toEqual([{ ticketId: 7 }])
})

test('what was read after a number is known has what came since told to it, and is not read afresh', async () => {
  const { first, rooms, seqs, asked, read } = listening()
  first.seq = 4
  rooms.enter('own')
  rooms.enter('dashboard')
  rooms.enter({ ticketId: 7 })
  expect(await rooms.enterAll()).toBe(true)
  expect(asked()).toEqual(['join_dashboard [4]', 'join_ticket [7,4]', 'sync [4]'])
  expect([read(), seqs.since()]).toEqual([[], 10])
})

test('after a cut what was missed is told, and nothing is read afresh unless it is too much', async () => {
  const { rooms, seqs, socket, answers, asked, read } = listening()
  rooms.enter('own')
  rooms.enter('dashboard')
  expect(await rooms.enterAll()).toBe(true)
  asked()
  read()
  const again = async (id: string) => {
    seqs.cutOff()
    rooms.cutOff()
    socket.id = id
    return rooms.enterAll()
  }
  expect(await again('second')).toBe(true)
  expect(asked()).toEqual(['join_dashboard [10]', 'sync [10]'])
  expect(read()).toEqual([])
  answers.set('sync', { ok: true, seq: 5_000, resync: true })
  expect(await again('third')).toBe(true)
  expect(read()).toEqual([null])
  expect(seqs.since()).toBe(5_000)
})

test('a room that is too busy is asked again, as somebody who has to see all afresh', async () => {
  const { rooms, seqs, answers, asked, read } = listening()
  rooms.enter('dashboard')
  await rooms.enterAll()
  seqs.cutOff()
  rooms.cutOff()
  asked()
  read()
  answers.set('join_dashboard', { ok: false, code: 'too-busy' })
  expect(await rooms.enterAll()).toBe(false)
  answers.delete('join_dashboard')
  expect(await rooms.enterAll()).toBe(true)
  expect(asked()).toEqual(['join_dashboard [10]', 'sync [10]', 'join_dashboard []', 'sync [10]'])
  expect(read()).toEqual(['dashboard'])
})

test('a ticket that may not be seen is not asked for again', async () => {
  const { rooms, answers, asked } = listening()
  answers.set('join_ticket', { ok: false, code: 'forbidden' })
  rooms.enter({ ticketId: 7 })
  await passing(10_000)
  expect(asked()).toEqual(['join_ticket [7]'])
  answers.set('join_ticket', { ok: false, code: 'too-slow' })
  rooms.enter({ ticketId: 8 })
  await passing(2_500)
  expect(asked()).toEqual(['join_ticket [8]', 'join_ticket [8]', 'join_ticket [8]'])
})
