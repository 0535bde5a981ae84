import { Server } from 'socket.io'
import { expect, test } from 'vitest'
import { connectionsOf } from './slow-clients.ts'

test('a gateway that does not listen yet, or never will, has no connections', () => {
  expect(connectionsOf(new Server())).toEqual([])
})
