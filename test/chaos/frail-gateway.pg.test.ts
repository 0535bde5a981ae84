import { expect, test } from 'vitest'
import { startFrailGateway } from './frail-gateway.ts'

test('what was answered is there, and what was not answered is there or not: at whichever commit we die', async () => {
  await using frail = await startFrailGateway()
  const { fuse } = frail
  const maria = await frail.signIn('1001')
  const phone = async () => (await maria.get('/api/v1/users/me')).body
  fuse.forget()
  expect(await maria.patch('/api/v1/users/me', { phone_number: '+55 11 90000 0001' })).toMatchObject({
    status: 200,
  })
  const steps = fuse.steps().filter((step) => step.includes('users'))
  expect(steps).toEqual(['before commit audit_log+users #1', 'after commit audit_log+users #1'])

  for (const [index, step] of steps.entries()) {
    fuse.forget()
    fuse.arm((name) => name === step)
    const sent = maria.patch('/api/v1/users/me', { phone_number: `+55 11 90000 100${index}` })
    await expect(sent, 'nobody answers').rejects.toThrow(TypeError)
    await frail.whenUp()
    const isThere = step.startsWith('after')
    expect(await phone()).toMatchObject({
      phone_number: isThere ? `+55 11 90000 100${index}` : '+55 11 90000 0001',
    })
  }
  expect(frail.deaths()).toBe(2)
})
