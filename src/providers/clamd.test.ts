import { expect, test } from 'vitest'
import { startClamd } from '#test/files/clamd.ts'
import { createClamd } from './clamd.ts'
import { ScannerError } from './scanner.ts'

const signal = new AbortController().signal

async function* chunks(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text)
}

test('what was sent is what was scanned, and the verdict comes back with a name', async () => {
  await using clamd = await startClamd()
  const scanner = createClamd({ host: '127.0.0.1', port: clamd.port })
  const large = 'a'.repeat(300_000)
  expect(await scanner.scan(chunks('nota', '', large), signal)).toBeNull()
  expect(clamd.scanned[0]?.toString()).toBe(`nota${large}`)
  expect(await scanner.scan(chunks('EI', 'CAR'), signal)).toBe('Win.Test.EICAR_HDB-1')
})

test.each(['silent', 'hangs-up', 'too-large'] as const)(
  'a scanner that gives no verdict (%s) is no "clean"',
  async (behaviour) => {
    await using clamd = await startClamd()
    clamd.behave(behaviour)
    const scanner = createClamd({ host: '127.0.0.1', port: clamd.port, longestSilenceMs: 100 })
    await expect(scanner.scan(chunks('a'.repeat(1_000_000)), signal)).rejects.toThrow(ScannerError)
  },
)

test('a scanner that is not there, a reader that fails and somebody who stops are no "clean" either', async () => {
  const nobody = createClamd({ host: '127.0.0.1', port: 1 })
  await expect(nobody.scan(chunks('a'), signal)).rejects.toThrow(ScannerError)
  await using clamd = await startClamd()
  const scanner = createClamd({ host: '127.0.0.1', port: clamd.port, longestSilenceMs: 1_000 })
  async function* broken() {
    yield Buffer.from('a')
    throw new Error('the store is away')
  }
  await expect(scanner.scan(broken(), signal)).rejects.toThrow(ScannerError)
  await expect(scanner.scan(chunks('a'), AbortSignal.abort())).rejects.toThrow(ScannerError)
})
