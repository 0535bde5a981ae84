import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { clientAddress, networkOf } from './client-address.ts'

const request = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage

test('without a proxy of ours nobody can write themselves another address', () => {
  expect(clientAddress(request('::ffff:203.0.113.9', '198.51.100.1'), 0)).toBe('203.0.113.9')
})

test('behind proxies the address counts that the outermost of ours has seen', () => {
  const forged = '6.6.6.6, 198.51.100.1, 10.0.0.2'
  expect(clientAddress(request('10.0.0.3', forged), 1)).toBe('10.0.0.2')
  expect(clientAddress(request('10.0.0.3', forged), 2)).toBe('198.51.100.1')
  expect(clientAddress(request('10.0.0.3'), 1)).toBe('10.0.0.3')
  expect(clientAddress(request('10.0.0.3', 'nonsense'), 1)).toBe('10.0.0.3')
})

test('limits count an IPv6 network as one, however its addresses are written', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9')
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64')
  expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64')
  expect(networkOf('::1')).toBe('0:0:0:0::/64')
})
