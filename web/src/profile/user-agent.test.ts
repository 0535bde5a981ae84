import { expect, test } from 'vitest'
import { readUserAgent } from './user-agent.ts'

test('a device is told by its browser and system, whatever else it calls itself', () => {
  const windows =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36'
  expect(readUserAgent(windows)).toEqual({ browser: 'Chrome', system: 'Windows' })
  expect(readUserAgent(`${windows} Edg/130.0`)).toEqual({ browser: 'Edge', system: 'Windows' })
  expect(
    readUserAgent(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1',
    ),
  ).toEqual({
    browser: 'Safari',
    system: 'iOS',
  })
  expect(readUserAgent('Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36')).toEqual({
    browser: 'Chrome',
    system: 'Android',
  })
  expect(readUserAgent('Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0')).toEqual({
    browser: 'Firefox',
    system: 'Linux',
  })
  expect(readUserAgent('curl/8.5.0')).toBeNull()
  expect(readUserAgent(null)).toBeNull()
})
