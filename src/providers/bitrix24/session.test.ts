import { expect, test } from 'vitest'
import { CrmError } from '#src/providers/crm-provider.ts'
import type { CallQueue } from './call-queue.ts'
import { openSession } from './session.ts'

const PEOPLE = { priority: 'people' } as const
const BACKGROUND = { priority: 'background' } as const

test('while the fields are read again, in the background or in vain, people go on with those that are known', async () => {
  const away = new CrmError('refused', 'crm-away', 'away')
  const answers = [{ result: { fields: {} } }, new Promise<never>(() => undefined), Promise.reject(away)]
  const session = openSession({
    // The one call of the queue that the fields need.
    queue: { call: async () => answers.shift() } as unknown as CallQueue,
    fields: {},
    download: async () => new ReadableStream(),
    upload: async () => null,
    originatorId: 'ponte:test',
    trustsEvent: async () => false,
    clock: () => new Date(),
    isApplication: false,
  })
  const known = await session.fieldMap(PEOPLE)
  void session.readFieldsAgain(BACKGROUND)
  expect(await session.fieldMap(PEOPLE)).toBe(known)
  await expect(session.readFieldsAgain(BACKGROUND)).rejects.toBe(away)
  expect(await session.fieldMap(PEOPLE)).toBe(known)
})
