import { expect, test } from 'vitest'
import { saidOf } from './said-of.ts'

const REQUESTER = 7
const mail = {
  kind: 'email',
  source: 'email',
  isInternal: false,
  direction: 'incoming' as const,
  subject: 'Re: [#7405] Impressora',
  authorUserId: REQUESTER,
}
const comment = { ...mail, kind: 'comment', source: 'agent', direction: null, subject: null, authorUserId: 9 }

test('L-02: who said something is what the clocks hear: the team, the requester, or nobody', () => {
  expect(saidOf(comment, REQUESTER)).toBe('team-replied')
  expect(saidOf({ ...comment, source: 'crm', authorUserId: null }, REQUESTER)).toBe('team-replied')
  expect(saidOf({ ...comment, source: 'crm', authorUserId: REQUESTER }, REQUESTER)).toBe('requester-wrote')
  expect(saidOf({ ...comment, source: 'portal' }, null)).toBe('requester-wrote')
  expect(saidOf(mail, REQUESTER)).toBe('requester-wrote')
  expect(saidOf({ ...mail, direction: 'outgoing' }, REQUESTER)).toBe('team-replied')
  expect(saidOf({ ...comment, kind: 'call', source: 'crm' }, REQUESTER)).toBe('team-replied')
  for (const nothing of [
    { ...comment, isInternal: true },
    { ...comment, kind: 'note', isInternal: true },
    { ...comment, kind: 'task', source: 'crm', isInternal: true },
    { ...comment, kind: 'system', source: 'system' },
  ])
    expect(saidOf(nothing, REQUESTER)).toBeNull()
})

test('L-05: an automatic reply is no reply, in whatever language a mail program writes it', () => {
  for (const subject of [
    'Automatic reply: Impressora',
    'Auto-Reply: Re: Impressora',
    'Out of Office: [#7405] Impressora',
    'Resposta automática: Impressora',
    'Respuesta automática: Impresora',
    'Автоматический ответ: Принтер',
    'Undeliverable: Impressora',
  ])
    expect(saidOf({ ...mail, subject }, REQUESTER), subject).toBeNull()
  for (const subject of ['Re: Automatic reply does not work', 'O escritório fora do ar', null])
    expect(saidOf({ ...mail, subject }, REQUESTER), `${subject}`).toBe('requester-wrote')
})
